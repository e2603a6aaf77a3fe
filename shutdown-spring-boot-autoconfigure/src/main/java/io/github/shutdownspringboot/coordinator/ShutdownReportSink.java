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

/**
 * Keeps the report of a shutdown when it is finished. Each bean of this type is called
 * once, after everything else, on a thread of its own that is waited for a second at
 * most, unless it needs none: a disk that is slow, full or gone never disturbs the
 * shutdown. What it throws is logged.
 *
 * @since 0.1.0
 */
@Internal
@FunctionalInterface
public interface ShutdownReportSink {

	/**
	 * Where nothing is to be kept.
	 */
	ShutdownReportSink NOWHERE = (report) -> {
	};

	/**
	 * Keep a report.
	 * @param report the whole of the shutdown
	 * @throws Exception if it cannot be kept
	 */
	void keep(ShutdownReport report) throws Exception;

	/**
	 * Return whether that takes no time, so that it may be done without a thread.
	 * @return whether nothing is written and no code of the application is called
	 */
	default boolean isPrompt() {
		return false;
	}

	/**
	 * The deadline has passed. The process may be ended before there is a report to keep,
	 * or before that is kept. Called once at most, on a thread of its own.
	 * @throws Exception if nothing can be done about that; it is logged
	 */
	default void deadlinePassed() throws Exception {
	}

}
