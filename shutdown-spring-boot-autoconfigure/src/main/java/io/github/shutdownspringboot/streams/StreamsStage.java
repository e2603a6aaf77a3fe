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

package io.github.shutdownspringboot.streams;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.shutdownspringboot.coordinator.PromptStage;
import io.github.shutdownspringboot.coordinator.ShutdownPhases;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.StageTimedOutException;
import org.jspecify.annotations.Nullable;

/**
 * Lets streams end by themselves for their grace, then ends them; over with the end of
 * the last. It has timed out if clients did not read, although it goes on then as it
 * would otherwise.
 */
final class StreamsStage implements PromptStage {

	/**
	 * For the end of the response, after the write.
	 */
	private static final Duration MARGIN = Duration.ofSeconds(1);

	private final StreamRegistry registry;

	private final EndSchedule schedule;

	StreamsStage(StreamRegistry registry, EndSchedule schedule) {
		this.registry = registry;
		this.schedule = schedule;
	}

	@Override
	public String getName() {
		return "streams";
	}

	@Override
	public int getPhase() {
		return ShutdownPhases.DRAIN;
	}

	@Override
	public Duration getTimeout() {
		return this.schedule.latest(this.registry.getPolicies()).plus(timeToEnd());
	}

	private Duration timeToEnd() {
		return this.registry.getWriteTimeout().plus(MARGIN);
	}

	@Override
	public long pending() {
		return this.registry.getActive();
	}

	@Override
	public List<ShutdownReport.Unfinished> unfinished() {
		return this.registry.getUnfinished();
	}

	@Override
	public CompletionStage<?> run(Duration budget) {
		CompletionStage<?> drained = this.registry.drain();
		// Also when the last stream ends before: a request that is still in flight may
		// turn out to be one
		Duration latest = budget.minus(timeToEnd());
		this.registry.endAll(this.schedule, latest.isNegative() ? Duration.ZERO : latest);
		return drained.thenCompose((ignored) -> result());
	}

	private CompletionStage<@Nullable Void> result() {
		long cut = this.registry.getCut();
		if (cut == 0) {
			return CompletableFuture.completedFuture(null);
		}
		return CompletableFuture
			.failedFuture(new StageTimedOutException((cut == 1) ? "1 stream cut: its client did not read or answer"
					: cut + " streams cut: their clients did not read or answer", List.of()));
	}

	@Override
	public void cut() {
		this.registry.abandon();
	}

}
