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
import java.time.Instant;
import java.util.Map;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.coordinator.InFlightTracker;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * Makes what the benchmarks measure, where its constructors can be reached.
 */
public final class BenchmarkStreams {

	private static final ShutdownClock CLOCK = new NoClock();

	private BenchmarkStreams() {
	}

	public static StreamRegistry newRegistry() {
		return new StreamRegistry(
				CLOCK, new TerminationEvents(TerminationFormat.JSON, "Server shutdown in progress",
						Duration.ofSeconds(1), null, Duration.ZERO, () -> 0),
				new StreamPolicies(Map.of()), Duration.ofSeconds(2));
	}

	public static InFlight newInFlight() {
		return new InFlightTracker(CLOCK).begin(Map::of);
	}

	public static RequestHead newHead() {
		return new Get();
	}

	static StreamDetails newEventStream() {
		return new StreamDetails(StreamKind.SSE, "text/event-stream", "/", false);
	}

	/**
	 * A request without headers.
	 */
	private static final class Get implements RequestHead {

		@Override
		public String getMethod() {
			return "GET";
		}

		@Override
		public String getPath() {
			return "/";
		}

		@Override
		public @Nullable String getHeader(String name) {
			return null;
		}

	}

	/**
	 * Nothing is ended while it is measured.
	 */
	private static final class NoClock implements ShutdownClock {

		@Override
		public long nanoTime() {
			return 0;
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

}
