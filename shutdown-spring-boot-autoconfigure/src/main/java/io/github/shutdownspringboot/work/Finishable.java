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

import io.github.shutdownspringboot.coordinator.ShutdownReport;
import org.jspecify.annotations.Nullable;

/**
 * What runs tasks on threads of its own and cannot say by an event that the last one has
 * ended: somebody has to wait for it on a thread.
 */
interface Finishable {

	/**
	 * Return how many tasks there are, as far as that is known. Called at any time from
	 * any thread.
	 * @return the number
	 */
	long getPending();

	/**
	 * Return what has not ended, as far as that is known. Called at any time from any
	 * thread.
	 * @return what is known
	 */
	List<ShutdownReport.Unfinished> getUnfinished();

	/**
	 * Take no more tasks, and wait for the end of the last.
	 * @throws InterruptedException if the time is over before that
	 */
	void finish() throws InterruptedException;

	/**
	 * Take no more tasks, if that takes no time: then no thread need wait for the end.
	 * @return whether the last task has ended; if not, it is still to be {@link #finish()
	 * finished}
	 */
	default boolean finishNow() {
		return false;
	}

	/**
	 * The time is over: interrupt the tasks that run, and drop those that wait.
	 * @return what was cut, in words, or {@code null} if nothing was left
	 */
	@Nullable String cut();

	/**
	 * Let tasks that were cut come to their end.
	 * @param timeout how long to wait for them
	 * @throws InterruptedException if interrupted
	 */
	void awaitEnd(Duration timeout) throws InterruptedException;

}
