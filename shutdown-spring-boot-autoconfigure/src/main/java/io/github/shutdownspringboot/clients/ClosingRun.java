/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.shutdownspringboot.clients;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.shutdownspringboot.coordinator.ShutdownClock;

/**
 * Closes all clients, once, as the plan says. A step begins when all clients of the step
 * before are over; within it, a client waits for nobody but the clients that use it. No
 * client takes the time of those that wait: when next to nothing is left, all of them are
 * closed in one step.
 */
final class ClosingRun {

	/**
	 * When this is left, all clients that still wait are closed at once. A tenth of all,
	 * and no more than this.
	 */
	private static final Duration LAST_MOMENT = Duration.ofMillis(500);

	private final ClosingPlan plan;

	private final Duration lastMoment;

	private final ShutdownClock clock;

	private final long deadlineNanos;

	private final Consumer<ClientExecution> whenClientIsOver;

	private final CompletableFuture<ClosingPlan> over = new CompletableFuture<>();

	private final AtomicInteger stepsToBegin = new AtomicInteger();

	private volatile Iterator<ClosingPlan.Step> steps;

	private volatile TimeTable timeTable;

	private volatile boolean cut;

	ClosingRun(ClosingPlan plan, Duration budget, ShutdownClock clock, Consumer<ClientExecution> whenClientIsOver) {
		this.plan = plan;
		this.steps = plan.getSteps().iterator();
		this.timeTable = new TimeTable(plan.getSteps(), Client::timeout);
		this.lastMoment = shorter(budget.dividedBy(10), LAST_MOMENT);
		this.clock = clock;
		this.deadlineNanos = clock.nanoTime() + budget.toNanos();
		this.whenClientIsOver = whenClientIsOver;
	}

	/**
	 * Begin.
	 * @return what completes with the plan when all clients are over
	 */
	CompletionStage<ClosingPlan> start() {
		next();
		return this.over;
	}

	/**
	 * Begin the next step. One that is over at once, because nothing in it was to be
	 * closed, leads here again: then the loop goes on, and the stack does not grow.
	 */
	private void next() {
		if (this.stepsToBegin.getAndIncrement() != 0) {
			return;
		}
		do {
			if (getLeft().compareTo(this.lastMoment) < 0) {
				hurry();
			}
			if (this.steps.hasNext()) {
				new StepRun(this.steps.next()).start();
			}
			else {
				this.over.complete(this.plan);
			}
		}
		while (this.stepsToBegin.decrementAndGet() != 0);
	}

	/**
	 * Make one step of all that are left.
	 */
	private void hurry() {
		List<ClientExecution> rest = new ArrayList<>();
		this.steps.forEachRemaining((step) -> rest.addAll(step.clients()));
		List<ClosingPlan.Step> steps = rest.isEmpty() ? List.of() : List.of(this.plan.atOnce(rest));
		this.timeTable = new TimeTable(steps, Client::timeout);
		this.steps = steps.iterator();
	}

	private void close(ClientExecution client, Runnable whenOver) {
		Duration share = getShare(client);
		if (this.cut || share.isNegative() || share.isZero()) {
			skip(client);
			whenOver.run();
		}
		else if (!client.start(shorter(client.getClient().timeout(), share), () -> over(client, whenOver))) {
			whenOver.run();
		}
	}

	/**
	 * Return what a client may have of the time that is left: all that those who wait for
	 * it will not need, and half of it in any case.
	 * @param client the client
	 * @return its share
	 */
	private Duration getShare(ClientExecution client) {
		Duration left = getLeft();
		Duration after = this.timeTable.getTimeAfter(client);
		return after.isZero() ? left : left.minus(shorter(after, left.dividedBy(2)));
	}

	private Duration getLeft() {
		return Duration.ofNanos(this.deadlineNanos - this.clock.nanoTime());
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private void over(ClientExecution client, Runnable whenOver) {
		try {
			this.whenClientIsOver.accept(client);
		}
		finally {
			whenOver.run();
		}
	}

	private void skip(ClientExecution client) {
		if (client.skip(ClientExecution.NO_TIME)) {
			this.whenClientIsOver.accept(client);
		}
	}

	/**
	 * Wait for nothing any more.
	 */
	void cut() {
		this.cut = true;
		this.plan.clients().forEach(this::skip);
		this.plan.clients().forEach(ClientExecution::cut);
	}

	/**
	 * One step of the plan.
	 */
	private final class StepRun {

		private final ClosingPlan.Step step;

		private final AtomicInteger pending;

		private final Map<ClientExecution, AtomicInteger> waitingFor = new ConcurrentHashMap<>();

		StepRun(ClosingPlan.Step step) {
			this.step = step;
			this.pending = new AtomicInteger(step.users().size());
			step.users().forEach((client, users) -> this.waitingFor.put(client, new AtomicInteger(users.size())));
		}

		void start() {
			List<ClientExecution> free = this.step.users()
				.entrySet()
				.stream()
				.filter((entry) -> entry.getValue().isEmpty())
				.map(Map.Entry::getKey)
				.toList();
			free.forEach((client) -> close(client, () -> over(client)));
		}

		private void over(ClientExecution client) {
			this.step.users().forEach((used, users) -> release(client, used, users));
			if (this.pending.decrementAndGet() == 0) {
				next();
			}
		}

		private void release(ClientExecution user, ClientExecution used, Set<ClientExecution> users) {
			AtomicInteger waitingFor = this.waitingFor.get(used);
			if (users.contains(user) && waitingFor != null && waitingFor.decrementAndGet() == 0) {
				close(used, () -> over(used));
			}
		}

	}

}
