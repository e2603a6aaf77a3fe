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

package io.github.shutdownspringboot.metrics;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownPhases;
import io.github.shutdownspringboot.coordinator.ShutdownStage;

/**
 * Closes the meter registries when everything that is worth measuring is over. What a
 * registry publishes last holds the requests that finished during the drain, and the
 * shutdown so far.
 */
final class MetricsStage implements ShutdownStage {

	/**
	 * As long as a registry waits for an answer by default.
	 */
	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final ShutdownCoordinator coordinator;

	private final ShutdownMetrics metrics;

	private final MeterRegistryCloser closer;

	MetricsStage(ShutdownCoordinator coordinator, ShutdownMetrics metrics, MeterRegistryCloser closer) {
		this.coordinator = coordinator;
		this.metrics = metrics;
		this.closer = closer;
	}

	@Override
	public String getName() {
		return "metrics";
	}

	@Override
	public int getPhase() {
		return ShutdownPhases.METRICS;
	}

	@Override
	public Duration getTimeout() {
		return TIMEOUT;
	}

	@Override
	public CompletionStage<?> run(Duration budget) {
		if (this.closer.isDeferred()) {
			try {
				// Listeners are told on a thread of their own, which may not have come so
				// far
				this.metrics.record(this.coordinator.getReport());
			}
			finally {
				this.closer.close();
			}
		}
		return CompletableFuture.completedStage(null);
	}

}
