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
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a shutdown at one moment; before it, the plan.
 *
 * @param state where the application stands
 * @param outcome how the shutdown went so far, {@code null} before it
 * @param shutdownId the id that every log line of the shutdown carries, {@code null}
 * before it
 * @param trigger what asked for it: the name of a signal ({@code SIGTERM}),
 * {@code CONTEXT_CLOSE} or {@code JVM_EXIT}; {@code null} before it
 * @param startedAt when it began, {@code null} before it
 * @param elapsed the time since then, {@code null} before it
 * @param remaining the time until the deadline, never negative; before the shutdown the
 * whole of it
 * @param worstCase the time that the stages may take together, phase after phase, if each
 * uses all of its own, and no more than the deadline allows
 * @param stages the stages in the order in which they run
 * @param clients the registered clients in the order in which they are closed
 * @param unfinished what had not ended when its time was over: that of its stage, or that
 * of the whole shutdown
 * @since 0.1.0
 */
public record ShutdownReport(ShutdownState state, @Nullable ShutdownOutcome outcome, @Nullable String shutdownId,
		@Nullable String trigger, @Nullable Instant startedAt, @Nullable Duration elapsed, Duration remaining,
		Duration worstCase, List<Stage> stages, List<Client> clients, List<Unfinished> unfinished) {

	public ShutdownReport {
		stages = List.copyOf(stages);
		clients = List.copyOf(clients);
		unfinished = List.copyOf(unfinished);
	}

	/**
	 * What is known of one stage.
	 *
	 * @param name the name of the stage
	 * @param phase the lifecycle phase that it runs in
	 * @param timeout the time that it may take
	 * @param state where it stands
	 * @param startedAfter when it began, counted from the beginning of the shutdown;
	 * {@code null} before that
	 * @param duration the time that it took, or has taken so far; {@code null} before it
	 * begins
	 * @param pending the number of things that it waits for
	 * @param failure what went wrong or was cut, {@code null} if nothing was
	 */
	public record Stage(String name, int phase, Duration timeout, StageState state, @Nullable Duration startedAfter,
			@Nullable Duration duration, long pending, @Nullable String failure) {

	}

	/**
	 * What is known of one client.
	 *
	 * @param name the name of the client
	 * @param order the order that was declared for it and that it is closed by,
	 * {@code null} if none was or the configuration names it
	 * @param timeout the time that closing it may take
	 * @param state where it stands
	 * @param duration the time that closing it took, or has taken so far; {@code null}
	 * before that begins
	 * @param message what is to be said of its end, {@code null} if nothing is
	 */
	public record Client(String name, @Nullable Integer order, Duration timeout, ClientState state,
			@Nullable Duration duration, @Nullable String message) {

	}

	/**
	 * What had not ended when its time was over.
	 *
	 * @param what what it is, in words
	 * @param age how long ago it began, {@code null} if that is not known
	 * @param thread the name of the thread that is at work on it, {@code null} if none is
	 * known
	 * @param stack the top of the stack of that thread, the innermost call first; empty
	 * if none is known
	 */
	public record Unfinished(String what, @Nullable Duration age, @Nullable String thread, List<String> stack) {

		public Unfinished {
			stack = List.copyOf(stack);
		}

		boolean isAt(Unfinished other) {
			return this.what.equals(other.what) && this.stack.equals(other.stack);
		}

		/**
		 * Describe something that no thread is known to be at work on.
		 * @param what what it is, in words
		 * @param age how long ago it began, {@code null} if that is not known
		 * @return the description
		 */
		public static Unfinished of(String what, @Nullable Duration age) {
			return new Unfinished(what, age, null, List.of());
		}

		/**
		 * Describe something that a thread is at work on, and what that is doing just
		 * now.
		 * @param what what it is, in words
		 * @param age how long ago it began, {@code null} if that is not known
		 * @param thread the thread
		 * @return the description
		 */
		public static Unfinished of(String what, @Nullable Duration age, Thread thread) {
			String name = thread.getName();
			return new Unfinished(what, age, name.isEmpty() ? "#" + thread.getId() : name, ThreadStack.of(thread));
		}

	}

}
