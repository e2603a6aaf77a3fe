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

package io.github.shutdownspringboot.work;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownThreads;
import io.github.shutdownspringboot.coordinator.StageTimedOutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of all background work. Tracked work ends first, because it may need the
 * executors; then these are stopped. Either all of it ends, or the time is over: then
 * what is left is interrupted and handed over. Which of the two it was is decided once.
 */
final class WorkDrain {

	private static final Logger logger = LoggerFactory.getLogger(WorkDrain.class);

	private final DefaultWorkTracker tracker;

	private final ShutdownClock clock;

	private final UnfinishedWorkHandlers handlers;

	private final Duration timeToHandOver;

	private final Finisher threads;

	private final ExecutorDrain executors;

	private final CompletableFuture<@Nullable Void> result = new CompletableFuture<>();

	private final AtomicBoolean over = new AtomicBoolean();

	/**
	 * Completes when all handlers have ended, and if there is nothing for them.
	 */
	private final CompletableFuture<@Nullable Void> handlersEnded = new CompletableFuture<>();

	private volatile List<UnfinishedWork> unfinished = List.of();

	private volatile List<ShutdownReport.Unfinished> cutOneByOne = List.of();

	private volatile boolean handedOver;

	/**
	 * Make a drain, not started.
	 * @param tracker has the tracked work
	 * @param executors the executors to stop
	 * @param clock tells the time
	 * @param handlers take what was cut
	 * @param timeToHandOver how long that and the end of what was interrupted may take
	 */
	WorkDrain(DefaultWorkTracker tracker, ExecutorStops executors, ShutdownClock clock, UnfinishedWorkHandlers handlers,
			Duration timeToHandOver) {
		this.tracker = tracker;
		this.clock = clock;
		this.handlers = handlers;
		this.timeToHandOver = timeToHandOver;
		this.threads = new Finisher(tracker.getThreads(), clock, timeToHandOver);
		this.executors = new ExecutorDrain(executors, clock, timeToHandOver);
	}

	long getPending() {
		return finishers().mapToLong(Finisher::getPending).sum() + this.tracker.getActive();
	}

	/**
	 * Return what has not ended, one by one.
	 * @return what is known
	 */
	List<ShutdownReport.Unfinished> getUnfinished() {
		return Stream
			.concat(this.tracker.getUnfinished().stream(),
					finishers().flatMap((finisher) -> finisher.getUnfinished().stream()))
			.toList();
	}

	private Stream<Finisher> finishers() {
		return Stream.concat(Stream.of(this.threads), this.executors.finishers());
	}

	/**
	 * Begin.
	 * @param timeout when the time is over
	 * @return what completes when all has ended, or when what was cut has been handed
	 * over
	 */
	CompletionStage<@Nullable Void> start(Duration timeout) {
		CompletableFuture<@Nullable Void> items = this.tracker.drain().toCompletableFuture();
		this.threads.start();
		items.thenRun(() -> this.executors.start(this.threads.ended()));
		whenAllHasEnded(items).thenRun(() -> {
			if (this.over.compareAndSet(false, true)) {
				this.handlersEnded.complete(null);
				this.result.complete(null);
			}
		});
		if (!this.result.isDone()) {
			Thread cutter = ShutdownThreads.newThread("shutdown-work-cut", this::cut);
			ShutdownClock.Cancellable expiry = this.clock.schedule(timeout, cutter::start);
			this.result.whenComplete((ignored, ex) -> expiry.cancel());
		}
		return this.result;
	}

	private CompletableFuture<Void> whenAllHasEnded(CompletableFuture<@Nullable Void> items) {
		return CompletableFuture.allOf(items, this.threads.ended(), this.executors.ended());
	}

	/**
	 * The time is over. Does nothing if all has ended, or if it was over before.
	 * @return as {@link #start} has it
	 */
	CompletionStage<@Nullable Void> cut() {
		if (this.over.compareAndSet(false, true)) {
			cutNow();
		}
		return this.result;
	}

	/**
	 * Wait until handlers have taken what was cut. Those that hang hold the caller.
	 */
	void awaitHandlers() {
		this.handlersEnded.join();
	}

	private void cutNow() {
		// Before it is interrupted
		this.cutOneByOne = getUnfinished();
		List<WorkItem> items = this.tracker.cut();
		this.unfinished = items.stream().map(this::describe).toList();
		Thread reporter = ShutdownThreads.newThread("shutdown-work-report", this::report);
		ShutdownClock.Cancellable expiry = this.clock.schedule(this.timeToHandOver, reporter::start);
		this.result.whenComplete((ignored, ex) -> expiry.cancel());
		this.threads.start();
		this.threads.cut();
		this.executors.cut();
		callHandlers().whenComplete((ignored, ex) -> this.handlersEnded.complete(null));
		CompletableFuture.allOf(this.handlersEnded, whenAllHasEnded(this.tracker.drain().toCompletableFuture()))
			.thenRun(this::report);
		items.forEach(WorkDrain::callWhenCut);
	}

	private static void callWhenCut(WorkItem item) {
		try {
			item.callWhenCut();
		}
		catch (RuntimeException ex) {
			logger.debug("Could not cancel the work '{}'", item, ex);
		}
	}

	private UnfinishedWork describe(WorkItem item) {
		Duration age = item.getAge();
		Instant startedAt = this.clock.now().minus(age);
		return new UnfinishedWork(item.getName(), item.getId(), startedAt, age, item.getPayload());
	}

	private CompletableFuture<?> callHandlers() {
		return this.unfinished.isEmpty() ? CompletableFuture.completedFuture(null)
				: this.handlers.handle(this.unfinished, () -> this.handedOver = true);
	}

	private void report() {
		List<String> cut = new ArrayList<>();
		this.unfinished.forEach((work) -> cut.add(UnfinishedWorkText.describe(work, !this.handedOver)));
		finishers().map(Finisher::getWhatWasCut).forEach(cut::addAll);
		if (cut.isEmpty()) {
			this.result.complete(null);
		}
		else {
			this.result.completeExceptionally(new StageTimedOutException(
					"%d unfinished: %s".formatted(cut.size(), String.join(", ", cut)), this.cutOneByOne));
		}
	}

}
