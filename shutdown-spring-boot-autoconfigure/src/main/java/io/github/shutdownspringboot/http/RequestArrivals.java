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

package io.github.shutdownspringboot.http;

import java.time.Duration;

import io.github.shutdownspringboot.coordinator.Internal;
import io.github.shutdownspringboot.coordinator.ShutdownClock;

/**
 * Remembers when the last request came, from the moment somebody wants to know.
 *
 * @since 0.1.0
 */
@Internal
public final class RequestArrivals {

	private final ShutdownClock clock;

	private volatile boolean watched;

	private volatile long lastNanos;

	public RequestArrivals(ShutdownClock clock) {
		this.clock = clock;
	}

	/**
	 * A request has come.
	 */
	public void arrived() {
		if (this.watched) {
			this.lastNanos = this.clock.nanoTime();
		}
	}

	/**
	 * Begin to remember; counts as an arrival.
	 */
	public void watch() {
		this.lastNanos = this.clock.nanoTime();
		this.watched = true;
	}

	/**
	 * Return how long no request has come.
	 * @return the time since the last arrival
	 */
	public Duration sinceLast() {
		return Duration.ofNanos(this.clock.nanoTime() - this.lastNanos);
	}

}
