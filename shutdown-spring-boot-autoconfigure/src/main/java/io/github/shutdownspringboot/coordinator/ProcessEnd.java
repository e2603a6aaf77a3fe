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
 * Ends the process that the application runs in, if it is the application's to end: there
 * is none in a test.
 *
 * @since 0.1.0
 */
@Internal
public interface ProcessEnd {

	/**
	 * Return whether the JVM is about to exit. If not, only a context closes, and the
	 * process goes on.
	 * @return whether it is
	 */
	boolean isUnderWay();

	/**
	 * Call something as soon as the JVM is about to exit; at once if it is already.
	 * @param action what to call, on any thread; must be short
	 * @return takes it back
	 */
	ShutdownClock.Cancellable whenUnderWay(Runnable action);

	/**
	 * Return how long the JVM has been about to exit, as far as that was noticed.
	 * Application contexts are closed one after the other then, and share the time.
	 * @return the time, zero if it is not
	 */
	Duration getElapsed();

	/**
	 * Write all that was logged to where it belongs. May block.
	 */
	void flushLogs();

	/**
	 * End the process at once, whatever is still at work. Does not return.
	 */
	void halt();

}
