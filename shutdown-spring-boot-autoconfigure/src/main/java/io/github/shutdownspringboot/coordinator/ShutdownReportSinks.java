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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All {@link ShutdownReportSink}s, as one that neither throws nor blocks for long.
 */
final class ShutdownReportSinks {

	private static final Logger logger = LoggerFactory.getLogger(ShutdownReportSinks.class);

	private volatile List<ShutdownReportSink> sinks = List.of();

	void set(List<ShutdownReportSink> sinks) {
		this.sinks = sinks.stream().filter((sink) -> sink != ShutdownReportSink.NOWHERE).toList();
	}

	/**
	 * Hand a finished report to all sinks at the same time.
	 * @param report the report
	 * @return counts the sinks that still have to do with it
	 */
	CountDownLatch keep(ShutdownReport report) {
		List<ShutdownReportSink> sinks = this.sinks;
		CountDownLatch left = new CountDownLatch(sinks.size());
		for (ShutdownReportSink sink : sinks) {
			Runnable keep = () -> {
				fenced(sink, () -> sink.keep(report));
				left.countDown();
			};
			if (isPrompt(sink)) {
				keep.run();
			}
			else {
				ShutdownThreads.newThread("shutdown-report", keep).start();
			}
		}
		return left;
	}

	private static boolean isPrompt(ShutdownReportSink sink) {
		try {
			return sink.isPrompt();
		}
		catch (Throwable ex) {
			logger.debug("{} cannot tell whether it needs a thread", sink, ex);
			return false;
		}
	}

	/**
	 * Tell all sinks that the process may soon be ended.
	 */
	void deadlinePassed() {
		this.sinks
			.forEach((sink) -> ShutdownThreads.newThread("shutdown-report", () -> fenced(sink, sink::deadlinePassed))
				.start());
	}

	/**
	 * Wait for the sinks.
	 * @param left counts those that are left
	 * @param timeout how long to wait for them
	 */
	void await(CountDownLatch left, Duration timeout) {
		try {
			if (!left.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
				logger.warn("Keeping the report of the shutdown takes too long: it is not waited for");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void fenced(ShutdownReportSink sink, Action action) {
		try {
			action.run();
		}
		catch (Throwable ex) {
			logger.warn("The report of the shutdown could not be kept: {}", ex.toString());
			logger.debug("{} failed", sink, ex);
		}
	}

	/**
	 * What a sink does.
	 */
	private interface Action {

		void run() throws Exception;

	}

}
