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

package io.github.shutdownspringboot.coordinator;

import java.time.Duration;

/**
 * A moment on a {@link ShutdownClock}.
 */
final class Deadline {

	private final ShutdownClock clock;

	private final long startNanos;

	private final long timeoutNanos;

	Deadline(ShutdownClock clock, Duration timeout) {
		this.clock = clock;
		this.startNanos = clock.nanoTime();
		this.timeoutNanos = timeout.toNanos();
	}

	Duration elapsed() {
		return Duration.ofNanos(this.clock.nanoTime() - this.startNanos);
	}

	Duration remaining() {
		return Duration.ofNanos(Math.max(0, this.timeoutNanos - (this.clock.nanoTime() - this.startNanos)));
	}

	boolean isOver() {
		return remaining().isZero();
	}

	Duration limit(Duration timeout) {
		Duration remaining = remaining();
		return (timeout.compareTo(remaining) < 0) ? timeout : remaining;
	}

}
