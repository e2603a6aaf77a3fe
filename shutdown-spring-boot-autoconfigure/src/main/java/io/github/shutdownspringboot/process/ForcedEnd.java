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

package io.github.shutdownspringboot.process;

import java.time.Duration;

import io.github.shutdownspringboot.coordinator.ProcessEnd;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process with the exit code of a failure, if it is exiting anyway.
 */
final class ForcedEnd implements ProcessEnd {

	private final @Nullable Jvm jvm;

	private final int failureCode;

	private final ShutdownClock clock;

	/**
	 * Make an end.
	 * @param jvm the JVM, {@code null} if it is not the application's to end
	 * @param failureCode the exit code
	 * @param clock tells the time
	 */
	ForcedEnd(@Nullable Jvm jvm, int failureCode, ShutdownClock clock) {
		this.jvm = jvm;
		this.clock = clock;
		this.failureCode = failureCode;
	}

	@Override
	public boolean isUnderWay() {
		return this.jvm != null && this.jvm.isExiting();
	}

	@Override
	public ShutdownClock.Cancellable whenUnderWay(Runnable action) {
		return (this.jvm != null) ? this.jvm.whenExiting(action)::run : () -> {
		};
	}

	@Override
	public Duration getElapsed() {
		return (this.jvm != null && this.jvm.isExiting()) ? this.jvm.exitingFor(this.clock.nanoTime()) : Duration.ZERO;
	}

	@Override
	public void flushLogs() {
		if (this.jvm != null) {
			this.jvm.flushLogs();
		}
	}

	@Override
	public void halt() {
		if (this.jvm != null) {
			this.jvm.halt(this.failureCode);
		}
	}

}
