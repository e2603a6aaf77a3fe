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

package io.github.shutdownspringboot.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.StageState;
import org.jspecify.annotations.Nullable;

/**
 * Remembers how earlier runs of the application ended. Declare a bean of this type to
 * keep the history elsewhere than in memory or in {@code shutdown.history.file}. All
 * methods may be called from any thread.
 *
 * @since 0.1.0
 */
public interface ShutdownHistory {

	/**
	 * Remember the end of a run. Called once, when the shutdown is over and other beans
	 * may have been destroyed already, on a thread of its own that is waited for a second
	 * at most.
	 * @param entry what to remember
	 * @throws Exception if that fails; it is logged
	 */
	void add(Entry entry) throws Exception;

	/**
	 * Return what is remembered. Called when the application starts, when its meters are
	 * read and when somebody asks the status endpoint; must be quick.
	 * @return the ends of runs, the latest first
	 */
	List<Entry> getEntries();

	/**
	 * The end of one run of the application.
	 *
	 * @param outcome how it went; {@link ShutdownOutcome#CRASHED} if the process was gone
	 * before its shutdown was over
	 * @param shutdownId the id of the shutdown, {@code null} if none had begun
	 * @param trigger what asked for it, {@code null} if none had begun
	 * @param startedAt when the shutdown began, {@code null} if none had begun
	 * @param endedAt when it was over; after a crash the last sign of life
	 * @param duration the time that the shutdown took, {@code null} if none had begun
	 * @param stages its stages in the order in which they ran; empty after a crash
	 */
	record Entry(ShutdownOutcome outcome, @Nullable String shutdownId, @Nullable String trigger,
			@Nullable Instant startedAt, Instant endedAt, @Nullable Duration duration, List<Stage> stages) {

		public Entry {
			stages = List.copyOf(stages);
		}

	}

	/**
	 * One stage of a shutdown that is over.
	 *
	 * @param name the name of the stage
	 * @param state how it ended, or that it never began
	 * @param duration the time that it took, {@code null} if it never began
	 * @param pending the number of things that it was still waiting for
	 * @param failure what went wrong, {@code null} if nothing did
	 */
	record Stage(String name, StageState state, @Nullable Duration duration, long pending, @Nullable String failure) {

	}

}
