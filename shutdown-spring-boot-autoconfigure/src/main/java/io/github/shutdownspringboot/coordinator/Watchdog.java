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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

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

	/**
	 * How much of that the logging system has for itself.
	 */
	private static final Duration FLUSH = Duration.ofMillis(100);

	private final ShutdownClock clock;

	private final String shutdownId;

	private final DeadlineActions actions;

	private final @Nullable ProcessEnd processEnd;

	private final AtomicBoolean pushing = new AtomicBoolean();

	private final List<ShutdownClock.Cancellable> armed = new CopyOnWriteArrayList<>();

	private volatile boolean closed;

	/**
	 * Make a watchdog.
	 * @param clock tells the time
	 * @param shutdownId the id that log lines carry
	 * @param actions what is done
	 * @param processEnd ends the process, {@code null} if it is not to be ended
	 */
	Watchdog(ShutdownClock clock, String shutdownId, DeadlineActions actions, @Nullable ProcessEnd processEnd) {
		this.clock = clock.separate();
		this.shutdownId = shutdownId;
		this.actions = actions;
		this.processEnd = processEnd;
	}

	void start(Duration timeout) {
		this.armed.add(this.clock.schedule(timeout, this::passed));
		ProcessEnd processEnd = this.processEnd;
		if (processEnd != null) {
			// Whatever goes wrong on the way, be it for want of memory
			this.armed.add(this.clock.schedule(timeout.plus(LAST_MOMENT).plus(LAST_LINES.multipliedBy(2)),
					() -> haltIfUnderWay(processEnd)));
		}
	}

	/**
	 * The context has closed in time. If that is a part of the end of the process, there
	 * is more to come that may hang.
	 */
	void contextClosed() {
		if (this.processEnd == null || !this.processEnd.isUnderWay()) {
			this.closed = true;
			this.armed.forEach(ShutdownClock.Cancellable::cancel);
		}
	}

	private void passed() {
		newThread("shutdown-deadline", this.actions::deadlinePassed).start();
		ProcessEnd processEnd = this.processEnd;
		if (processEnd != null) {
			this.armed.add(processEnd.whenUnderWay(() -> beginLastMoment(processEnd)));
		}
	}

	/**
	 * From now on the process ends, whatever happens. A context that only closes may be
	 * stuck for long before that.
	 * @param processEnd ends the process
	 */
	private void beginLastMoment(ProcessEnd processEnd) {
		if (this.closed) {
			return;
		}
		try {
			this.clock.schedule(LAST_MOMENT, () -> force(processEnd));
			for (Duration turn = TURN; turn.compareTo(LAST_MOMENT) < 0; turn = turn.plus(TURN)) {
				this.clock.schedule(turn, this::pushOn);
			}
		}
		catch (Throwable ex) {
			processEnd.halt();
		}
	}

	private void pushOn() {
		if (this.pushing.compareAndSet(false, true)) {
			newThread("shutdown-deadline", () -> pushOnNow().run()).start();
		}
	}

	private Runnable pushOnNow() {
		try {
			return this.actions.pushOn();
		}
		finally {
			this.pushing.set(false);
		}
	}

	private void force(ProcessEnd processEnd) {
		try {
			this.clock.schedule(LAST_LINES, processEnd::halt);
			Thread lastWords = newThread("shutdown-end", this.actions::forced);
			newThread("shutdown-end-flush", () -> flushAndHalt(processEnd, lastWords)).start();
		}
		catch (Throwable ex) {
			processEnd.halt();
		}
	}

	private static void flushAndHalt(ProcessEnd processEnd, Thread lastWords) {
		try {
			lastWords.start();
			lastWords.join(LAST_LINES.minus(FLUSH).toMillis());
			processEnd.flushLogs();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			processEnd.halt();
		}
	}

	private static void haltIfUnderWay(ProcessEnd processEnd) {
		if (processEnd.isUnderWay()) {
			processEnd.halt();
		}
	}

	private Thread newThread(String name, Runnable task) {
		return ShutdownThreads.newThread(name, () -> ShutdownMdc.with(this.shutdownId, task));
	}

}
