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

import org.jspecify.annotations.Nullable;

/**
 * Ends what does not end by itself. It waits on a thread that nothing else runs on and
 * calls nobody on it, because whatever else there is may be what hangs.
 */
final class Watchdog {

	/**
	 * Between the deadline and the end of the process: nothing is waited for any more,
	 * and what can be closed at once still is.
	 */
	private static final Duration LAST_MOMENT = Duration.ofMillis(400);

	/**
	 * How much of that one thing may hold, so that what comes after it has its turn.
	 */
	private static final Duration TURN = Duration.ofMillis(50);

	/**
	 * What the last lines of the log may take. The JVM itself needs up to 300 ms more to
	 * halt, because it waits for threads in native code.
	 */
	private static final Duration LAST_LINES = Duration.ofMillis(300);

	private final ShutdownClock clock;

	private final String shutdownId;

	private final Runnable whenPassed;

	private final Runnable pushOn;

	private final Runnable whenForced;

	private final @Nullable ProcessEnd processEnd;

	private volatile ShutdownClock.@Nullable Cancellable deadline;

	/**
	 * Make a watchdog.
	 * @param clock tells the time
	 * @param shutdownId the id that log lines carry
	 * @param whenPassed called when the deadline has passed
	 * @param pushOn called from time to time after that if the process is to be ended, to
	 * get the closing past what holds it
	 * @param whenForced called when the process is about to be ended
	 * @param processEnd ends the process, {@code null} if it is not to be ended
	 */
	Watchdog(ShutdownClock clock, String shutdownId, Runnable whenPassed, Runnable pushOn, Runnable whenForced,
			@Nullable ProcessEnd processEnd) {
		this.clock = clock.separate();
		this.shutdownId = shutdownId;
		this.whenPassed = whenPassed;
		this.pushOn = pushOn;
		this.whenForced = whenForced;
		this.processEnd = processEnd;
	}

	void start(Duration timeout) {
		this.deadline = this.clock.schedule(timeout, this::passed);
	}

	/**
	 * The context has closed in time. If that is a part of the end of the process, there
	 * is more to come that may hang.
	 */
	void contextClosed() {
		ShutdownClock.Cancellable deadline = this.deadline;
		if (deadline != null && (this.processEnd == null || !this.processEnd.isUnderWay())) {
			deadline.cancel();
		}
	}

	private void passed() {
		ProcessEnd processEnd = this.processEnd;
		if (processEnd != null) {
			this.clock.schedule(LAST_MOMENT, () -> force(processEnd));
			for (Duration turn = TURN; turn.compareTo(LAST_MOMENT) < 0; turn = turn.plus(TURN)) {
				this.clock.schedule(turn, () -> pushOn(processEnd));
			}
		}
		newThread("shutdown-deadline", this.whenPassed).start();
	}

	private void pushOn(ProcessEnd processEnd) {
		if (processEnd.isUnderWay()) {
			newThread("shutdown-deadline", this.pushOn).start();
		}
	}

	private void force(ProcessEnd processEnd) {
		if (!processEnd.isUnderWay()) {
			return;
		}
		this.clock.schedule(LAST_LINES, processEnd::halt);
		newThread("shutdown-end", () -> {
			try {
				this.whenForced.run();
				processEnd.flushLogs();
			}
			finally {
				processEnd.halt();
			}
		}).start();
	}

	private Thread newThread(String name, Runnable task) {
		return ShutdownThreads.newThread(name, () -> ShutdownMdc.with(this.shutdownId, task));
	}

}
