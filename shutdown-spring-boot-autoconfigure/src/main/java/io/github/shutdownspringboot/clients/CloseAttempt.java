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

package io.github.shutdownspringboot.clients;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.shutdownspringboot.coordinator.ClientState;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownMdc;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownThreads;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to close a client, on a thread of its own. It is over with the first of two
 * things: the action has returned or thrown something, or the time is over. Then the
 * thread is interrupted and nobody waits for it any more; what it does after that changes
 * nothing.
 */
final class CloseAttempt {

	private static final List<String> PLATFORM = List.of("java.", "jdk.", "sun.",
			CloseAttempt.class.getPackageName() + ".", ShutdownMdc.class.getPackageName() + ".");

	private final CloseAction action;

	private final Callback callback;

	private final Thread thread;

	private final AtomicBoolean over = new AtomicBoolean();

	private volatile ShutdownClock.@Nullable Cancellable expiry;

	CloseAttempt(String client, CloseAction action, Callback callback) {
		this.action = action;
		this.callback = callback;
		this.thread = ShutdownThreads.newThread("shutdown-client-" + client, ShutdownMdc.carry(this::run));
	}

	void start(Duration timeout, ShutdownClock clock) {
		this.expiry = clock.schedule(timeout, ShutdownMdc.carry(this::expire));
		try {
			this.thread.start();
		}
		catch (Throwable ex) {
			// No memory for another thread
			end(ClientState.FAILED, ex);
		}
	}

	private void run() {
		if (this.over.get()) {
			return;
		}
		try {
			this.action.close();
			end(ClientState.CLOSED, null);
		}
		catch (Throwable ex) {
			end(ClientState.FAILED, ex);
		}
	}

	private void end(ClientState end, @Nullable Throwable failure) {
		if (claimEnd()) {
			this.callback.attemptOver(end, failure, null);
		}
	}

	/**
	 * The time is over.
	 */
	void expire() {
		StackTraceElement[] stack = this.thread.getStackTrace();
		if (claimEnd()) {
			// First of all: it may hold a lock that the next attempt needs
			this.thread.interrupt();
			this.callback.attemptOver(ClientState.TIMED_OUT, null, describe(stack));
		}
	}

	ShutdownReport.Unfinished toUnfinished(String what, @Nullable Duration age) {
		return ShutdownReport.Unfinished.of(what, age, this.thread);
	}

	private boolean claimEnd() {
		if (!this.over.compareAndSet(false, true)) {
			return false;
		}
		ShutdownClock.Cancellable expiry = this.expiry;
		if (expiry != null) {
			expiry.cancel();
		}
		return true;
	}

	/**
	 * Find the line that people know: not that of the lock or the socket below it.
	 * @param stack the stack of the thread
	 * @return the line, if there is one
	 */
	private static @Nullable String describe(StackTraceElement[] stack) {
		return Arrays.stream(stack)
			.filter((frame) -> PLATFORM.stream().noneMatch(frame.getClassName()::startsWith))
			// Without the name of the class loader
			.map((frame) -> new StackTraceElement(frame.getClassName(), frame.getMethodName(), frame.getFileName(),
					frame.getLineNumber())
				.toString())
			.findFirst()
			.orElse(null);
	}

	/**
	 * Is told how the attempt ended.
	 */
	@FunctionalInterface
	interface Callback {

		/**
		 * The attempt is over. Called once.
		 * @param end how it ended
		 * @param failure what was thrown, if something was
		 * @param where what the thread was doing when its time was over, if that is known
		 */
		void attemptOver(ClientState end, @Nullable Throwable failure, @Nullable String where);

	}

}
