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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import io.github.shutdownspringboot.coordinator.InFlightTracker;
import io.github.shutdownspringboot.coordinator.ShutdownClock;

/**
 * The end of all executors. Whatever runs may give tasks to any of them, and until all of
 * it has ended these are done: pools are stopped first, because their tasks that come
 * late are taken by a successor; when nothing is in flight, what has no successor; and
 * when nothing is in flight then, all that still took tasks.
 */
final class ExecutorDrain {

	/**
	 * For idle threads of an executor to end: it was stopped when the time was over, or
	 * just before. A quarter of what tasks have to end, and no more than this.
	 */
	private static final Duration TIME_TO_STOP = Duration.ofMillis(100);

	private final List<Finisher> pools;

	private final List<Finisher> others;

	private final List<Finisher> last;

	private final InFlightTracker tasks;

	private final ShutdownClock clock;

	private final Duration timeToStop;

	/**
	 * Make a drain, not started.
	 * @param stops what to stop
	 * @param clock tells the time
	 * @param timeToEnd the time that tasks have to end after they were cut
	 */
	ExecutorDrain(ExecutorStops stops, ShutdownClock clock, Duration timeToEnd) {
		this.pools = finishers(stops.pools(), clock, timeToEnd);
		this.others = finishers(stops.others(), clock, timeToEnd);
		this.last = finishers(stops.last(), clock, timeToEnd);
		this.tasks = stops.tasks();
		this.clock = clock;
		Duration quarter = timeToEnd.dividedBy(4);
		this.timeToStop = (quarter.compareTo(TIME_TO_STOP) < 0) ? quarter : TIME_TO_STOP;
	}

	private static List<Finisher> finishers(List<Finishable> finishables, ShutdownClock clock, Duration timeToEnd) {
		return finishables.stream().map((finishable) -> new Finisher(finishable, clock, timeToEnd)).toList();
	}

	/**
	 * Begin.
	 * @param others completes when nothing else is left that may hand in tasks
	 */
	void start(CompletionStage<?> others) {
		start(this.pools).thenCombine(others, (pools, ignored) -> pools)
			.thenCompose((ignored) -> this.tasks.drain())
			.thenCompose((ignored) -> start(this.others))
			.thenCompose((ignored) -> this.tasks.drain())
			.thenRun(() -> start(this.last));
	}

	private static CompletableFuture<Void> start(List<Finisher> finishers) {
		finishers.forEach(Finisher::start);
		return allOf(finishers.stream());
	}

	/**
	 * The time is over: stop all, and interrupt what does not end. The end of what was
	 * cut elsewhere may stop an executor at this very moment: each is asked when that
	 * was.
	 */
	void cut() {
		finishers().forEach(Finisher::start);
		List<Finisher> justStopped = new ArrayList<>();
		finishers().forEach((finisher) -> {
			if (finisher.isYoungerThan(this.timeToStop)) {
				justStopped.add(finisher);
			}
			else {
				finisher.cut();
			}
		});
		if (!justStopped.isEmpty()) {
			this.clock.schedule(this.timeToStop, () -> justStopped.forEach(Finisher::cut));
		}
	}

	/**
	 * Return what completes when all executors have ended, or nobody waits for them any
	 * more.
	 * @return a future that never fails
	 */
	CompletableFuture<Void> ended() {
		return allOf(finishers());
	}

	private static CompletableFuture<Void> allOf(Stream<Finisher> finishers) {
		return CompletableFuture.allOf(finishers.map(Finisher::ended).toArray(CompletableFuture<?>[]::new));
	}

	/**
	 * Return all that waits for an executor.
	 * @return the finishers
	 */
	Stream<Finisher> finishers() {
		return Stream.of(this.pools, this.others, this.last).flatMap(List::stream);
	}

}
