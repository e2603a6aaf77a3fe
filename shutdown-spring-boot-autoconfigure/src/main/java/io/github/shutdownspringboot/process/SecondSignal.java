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

package io.github.shutdownspringboot.process;

import java.time.Duration;

import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody who sends a second signal does not want to wait.
 */
final class SecondSignal {

	private static final Logger logger = LoggerFactory.getLogger(SignalTriggerSource.class);

	/**
	 * A second signal that comes sooner is the first one again, passed on by a shell or a
	 * build tool that got it as well.
	 */
	private static final Duration SAME_SIGNAL = Duration.ofMillis(100);

	/**
	 * What the last line of the log may take, at most.
	 */
	private static final Duration LAST_LINE = Duration.ofMillis(500);

	private final Jvm jvm;

	private final ShutdownClock clock;

	private final boolean halt;

	private volatile long firstNanos;

	SecondSignal(Jvm jvm, ShutdownClock clock, boolean halt) {
		this.jvm = jvm;
		this.clock = clock;
		this.halt = halt;
	}

	void firstCame() {
		this.firstNanos = this.clock.nanoTime();
	}

	/**
	 * Return whether a second signal would end the process, be it after the context has
	 * closed.
	 * @return whether the JVM is exiting
	 */
	boolean isStillPossible() {
		return this.halt && this.jvm.isExiting();
	}

	/**
	 * A signal has come, and not for the first time. Does not return if it ends the
	 * process.
	 * @param name its name
	 * @param code what the process exits with after that signal
	 */
	void came(String name, int code) {
		Duration since = Duration.ofNanos(this.clock.nanoTime() - this.firstNanos);
		if (since.compareTo(SAME_SIGNAL) < 0 || !isStillPossible()) {
			return;
		}
		Thread lastLine = ShutdownThreads.newThread("shutdown-second-signal", () -> {
			logger
				.warn("{} came while the application was shutting down after another signal: the process ends at once "
						+ "with exit code {}, because 'shutdown.exit.on-second-signal' is halt", name, code);
			this.jvm.flushLogs();
		});
		lastLine.start();
		try {
			lastLine.join(LAST_LINE.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.jvm.halt(code);
	}

}
