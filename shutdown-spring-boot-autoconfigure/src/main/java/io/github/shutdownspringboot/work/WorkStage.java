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
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.github.shutdownspringboot.coordinator.PromptStage;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownPhases;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.SingleLine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses new work and waits for what has begun: tracked work, executors and joined
 * threads. What has not ended in time is interrupted and handed over.
 */
final class WorkStage implements PromptStage {

	private static final Logger logger = LoggerFactory.getLogger(WorkStage.class);

	/**
	 * For what comes after the time: two thirds for what was interrupted to end and for
	 * handlers to take it, and one for the report.
	 */
	private static final Duration RESERVE = Duration.ofSeconds(3);

	private final DefaultWorkTracker tracker;

	private final ExecutorBeans executors;

	private final ShutdownClock clock;

	private final UnfinishedWorkHandlers handlers;

	private final Duration timeout;

	private final AtomicReference<@Nullable WorkDrain> drain = new AtomicReference<>();

	WorkStage(DefaultWorkTracker tracker, ExecutorBeans executors, ShutdownClock clock, UnfinishedWorkHandlers handlers,
			Duration timeout) {
		this.tracker = tracker;
		this.executors = executors;
		this.clock = clock;
		this.handlers = handlers;
		this.timeout = timeout;
	}

	@Override
	public String getName() {
		return "work";
	}

	@Override
	public int getPhase() {
		return ShutdownPhases.WORK;
	}

	@Override
	public Duration getTimeout() {
		return this.timeout.plus(RESERVE);
	}

	@Override
	public long pending() {
		WorkDrain drain = this.drain.get();
		if (drain != null) {
			return drain.getPending();
		}
		long pending = this.tracker.getActive() + this.tracker.getThreads().getPending();
		for (Finishable executor : this.executors.getFinishables()) {
			pending += executor.getPending();
		}
		return pending;
	}

	@Override
	public List<ShutdownReport.Unfinished> unfinished() {
		WorkDrain drain = this.drain.get();
		if (drain != null) {
			return drain.getUnfinished();
		}
		return Stream
			.concat(this.tracker.getUnfinished().stream(),
					Stream.concat(Stream.of(this.tracker.getThreads()), this.executors.getFinishables().stream())
						.flatMap((finishable) -> finishable.getUnfinished().stream()))
			.toList();
	}

	@Override
	public CompletionStage<?> run(Duration budget) {
		Duration half = budget.dividedBy(2);
		Duration latest = budget.minus((half.compareTo(RESERVE) < 0) ? half : RESERVE);
		Duration time = (this.timeout.compareTo(latest) < 0) ? this.timeout : latest;
		return getDrain(budget.minus(time)).start(time);
	}

	private WorkDrain getDrain(Duration reserve) {
		if (this.drain.get() == null) {
			this.drain.compareAndSet(null, new WorkDrain(this.tracker, this.executors.getStops(), this.clock,
					this.handlers, reserve.multipliedBy(2).dividedBy(3)));
		}
		return Objects.requireNonNull(this.drain.get());
	}

	@Override
	public void cut() {
		// There was no time to hand over within the stage: its report has been made
		WorkDrain drain = getDrain(RESERVE);
		drain.cut().exceptionally((ex) -> {
			logger.warn("Work was cut: {}", SingleLine.of(ex.getMessage()));
			return null;
		});
		// The end of the shutdown waits for that as it does for what is cut
		drain.awaitHandlers();
	}

}
