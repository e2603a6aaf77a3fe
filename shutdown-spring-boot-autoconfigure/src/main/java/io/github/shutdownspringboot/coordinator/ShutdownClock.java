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
import java.time.Instant;

/**
 * The only source of time. Tests replace it with one that they move by hand.
 *
 * @since 0.1.0
 */
@Internal
public interface ShutdownClock {

	/**
	 * Return a reading that only differences can be taken of, as
	 * {@link System#nanoTime()} has it.
	 * @return the reading in nanoseconds
	 */
	long nanoTime();

	/**
	 * Return the time of day, for people to read and never to compute with.
	 * @return the time of day
	 */
	Instant now();

	/**
	 * Call a task once, after a delay, on a thread of the clock. The task must be short:
	 * all tasks share the thread.
	 * @param delay the delay
	 * @param task what to call
	 * @return a handle that takes the task back
	 */
	Cancellable schedule(Duration delay, Runnable task);

	/**
	 * Return a clock for what must not wait for the tasks of this one, whatever they do.
	 * @return a clock of the same time, with a thread of its own if this one has any
	 */
	default ShutdownClock separate() {
		return this;
	}

	/**
	 * Takes a task back.
	 */
	@FunctionalInterface
	interface Cancellable {

		/**
		 * Do not call the task any more. Does nothing if it was called already.
		 */
		void cancel();

	}

}
