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

package io.github.shutdownspringboot.requests;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import io.github.shutdownspringboot.http.RequestArrivals;

/**
 * Makes what the benchmarks measure, where its constructors can be reached.
 */
public final class BenchmarkRequests {

	private static final ShutdownClock CLOCK = new RealClock();

	private static final ShutdownCoordinator COORDINATOR = new Running();

	private BenchmarkRequests() {
	}

	public static RequestGate newGate() {
		return new RequestGate(COORDINATOR, CLOCK, new RequestArrivals(CLOCK), List.of(new ExcludedPaths(List.of())),
				List.of(), Duration.ofSeconds(1), true);
	}

	public static RefusedBodies newBodies() {
		return new RefusedBodies(COORDINATOR, CLOCK);
	}

	/**
	 * The clock of the operating system.
	 */
	private static final class RealClock implements ShutdownClock {

		@Override
		public long nanoTime() {
			return System.nanoTime();
		}

		@Override
		public Instant now() {
			return Instant.EPOCH;
		}

		@Override
		public Cancellable schedule(Duration delay, Runnable task) {
			return () -> {
			};
		}

	}

	/**
	 * Nothing is shut down while it is measured.
	 */
	private static final class Running implements ShutdownCoordinator {

		@Override
		public ShutdownState getState() {
			return ShutdownState.RUNNING;
		}

		@Override
		public Duration getRemaining() {
			return Duration.ZERO;
		}

		@Override
		public ShutdownReport getReport() {
			throw new UnsupportedOperationException();
		}

		@Override
		public Registration onShutdown(Runnable callback) {
			return () -> {
			};
		}

		@Override
		public CompletionStage<Void> onShutdown() {
			return new CompletableFuture<>();
		}

	}

}
