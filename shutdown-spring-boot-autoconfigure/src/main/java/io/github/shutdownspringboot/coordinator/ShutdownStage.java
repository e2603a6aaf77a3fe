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
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * One step of the shutdown. Each bean of this type is run once, in its phase, when the
 * application context closes; it is not run by {@code context.stop()}, by a pause between
 * tests or by a checkpoint. Stages of one phase run at the same time; a phase begins when
 * all stages and lifecycle beans of the phase before have ended.
 * <p>
 * A stage must not be injected with lifecycle beans: Spring would stop them in the phase
 * of the stage.
 *
 * @since 0.1.0
 */
public interface ShutdownStage {

	/**
	 * Return the name of the stage, as logs, status and meters show it. No two stages of
	 * an application share a name.
	 * @return the name, in lower case and with dashes
	 */
	String getName();

	/**
	 * Return the {@link org.springframework.context.SmartLifecycle#getPhase() lifecycle
	 * phase} to run in: the higher, the earlier.
	 * @return the phase
	 */
	int getPhase();

	/**
	 * Return the time that the stage may take. It is given less when the deadline of the
	 * whole shutdown is closer than that.
	 * @return the longest time, not negative
	 */
	Duration getTimeout();

	/**
	 * Return the number of things that the stage still has to wait for. May be called at
	 * any time, also before the shutdown, from any thread; must not block.
	 * @return the number of things that are pending
	 */
	default long pending() {
		return 0;
	}

	/**
	 * Return the things that the stage still has to wait for, one by one, so that the log
	 * can name them. Called when the time is over, that of the stage or that of the whole
	 * shutdown, on any thread; must not block.
	 * @return the things that are pending, the oldest first; empty if the stage does not
	 * know
	 */
	default List<ShutdownReport.Unfinished> unfinished() {
		return List.of();
	}

	/**
	 * Do the work of the stage, or begin it. Called once, on a thread of its own that is
	 * interrupted when the time is over. The stage has ended when the returned
	 * {@link CompletionStage} completes; a stage that works on this thread returns a
	 * completed one.
	 * @param budget what the stage really has: its timeout, or what the deadline leaves
	 * @return what completes when the last thing has ended
	 * @throws Exception if the stage failed; it is recorded, and the next stage runs
	 */
	CompletionStage<?> run(Duration budget) throws Exception;

	/**
	 * Return whether the timeout is a time to be used and not one to be missed: when it
	 * is over, the stage has ended well, and nothing is cut.
	 * @return whether the stage succeeds at its timeout
	 */
	default boolean isTimeBoxed() {
		return false;
	}

	/**
	 * End what is left at once: the time was over. Called at most once, on a thread of
	 * its own, while the next stages already run; also called when there was no time to
	 * call {@link #run(Duration)} at all. An exception is logged.
	 */
	default void cut() {
	}

}
