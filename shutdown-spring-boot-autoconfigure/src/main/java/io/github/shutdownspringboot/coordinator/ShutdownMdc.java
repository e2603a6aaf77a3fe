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

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Puts the shutdown id on the log lines of a thread.
 *
 * @since 0.1.0
 */
@Internal
public final class ShutdownMdc {

	private static final String KEY = "shutdownId";

	private ShutdownMdc() {
	}

	static @Nullable String get() {
		return MDC.get(KEY);
	}

	static void set(@Nullable String shutdownId) {
		if (shutdownId != null) {
			MDC.put(KEY, shutdownId);
		}
		else {
			MDC.remove(KEY);
		}
	}

	/**
	 * Run something with the shutdown id on its log lines, and put back what was there
	 * before: the thread may be one of the application.
	 * @param shutdownId the id
	 * @param task what to run
	 */
	static void with(String shutdownId, Runnable task) {
		String previous = get();
		MDC.put(KEY, shutdownId);
		try {
			task.run();
		}
		finally {
			set(previous);
		}
	}

	/**
	 * Let a task log with the shutdown id that this thread logs with, on whatever thread
	 * it is run.
	 * @param task the task
	 * @return the task with the id
	 */
	public static Runnable carry(Runnable task) {
		String shutdownId = get();
		return (shutdownId != null) ? () -> with(shutdownId, task) : task;
	}

}
