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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import io.github.shutdownspringboot.coordinator.TriggerSource;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process with a code that says that the shutdown went wrong. The JVM has
 * another one in mind at that time (143 after SIGTERM), and there is one way to change
 * it: not to come back from the shutdown hook. So this is the last of Spring Boot's
 * shutdown handlers, after that of the logging system, and does nothing unless it must.
 */
final class ExitCode implements Runnable {

	private final Jvm jvm;

	/**
	 * What the JVM exits with after a signal, where that is the same everywhere.
	 */
	private static final Map<String, Integer> SIGNAL_CODES = Map.of("SIGHUP", 129, "SIGINT", 130, "SIGTERM", 143);

	private static final String SIGNAL_PREFIX = "SIG";

	private final Map<ShutdownCoordinator, ProcessProperties.Exit> watched = new ConcurrentHashMap<>();

	ExitCode() {
		this(new Jvm());
	}

	ExitCode(Jvm jvm) {
		this.jvm = jvm;
	}

	/**
	 * Let the shutdown of an application decide.
	 * @param coordinator knows how it went
	 * @param codes the exit codes
	 */
	void watch(ShutdownCoordinator coordinator, ProcessProperties.Exit codes) {
		this.watched.put(coordinator, codes);
	}

	/**
	 * Another application starts: how the ones before it ended is history.
	 */
	void forgetCompleted() {
		this.watched.keySet().removeIf((coordinator) -> coordinator.getState() == ShutdownState.COMPLETED);
	}

	@Override
	public void run() {
		boolean clean = true;
		int failureCode = -1;
		int cleanCode = -1;
		List<ShutdownReport> ended = new ArrayList<>();
		for (Map.Entry<ShutdownCoordinator, ProcessProperties.Exit> entry : this.watched.entrySet()) {
			ShutdownReport report = entry.getKey().getReport();
			ProcessProperties.Exit codes = entry.getValue();
			if (report.outcome() == null) {
				continue;
			}
			if (report.state() != ShutdownState.COMPLETED) {
				// Somebody else than Spring Boot closes it, and halting would cut that
				// short
				return;
			}
			ended.add(report);
			clean = clean && isClean(report);
			if (hasFailed(report.outcome())) {
				failureCode = Math.max(failureCode, codes.getFailureCode());
			}
			Integer code = codes.getCleanCode();
			if (code != null && isAfterSignal(report)) {
				cleanCode = Math.max(cleanCode, code);
			}
		}
		int code = clean ? cleanCode : failureCode;
		if (code >= 0) {
			exitUnlessAnyway(code, ended);
		}
	}

	private static boolean hasFailed(@Nullable ShutdownOutcome outcome) {
		return outcome == ShutdownOutcome.FAILED || outcome == ShutdownOutcome.FORCED;
	}

	/**
	 * Whether a shutdown was clean, and no application has chosen a code for it. One that
	 * was closed, be it long before, has nothing to do with the end of the process.
	 * @param report how a shutdown went
	 * @return whether it was
	 */
	private static boolean isClean(ShutdownReport report) {
		return report.outcome() == ShutdownOutcome.CLEAN
				&& (isAfterSignal(report) || TriggerSource.CONTEXT_CLOSE.equals(report.trigger()));
	}

	/**
	 * Whether the JVM's own code says nothing but that a signal came. Another one was
	 * chosen by the application.
	 * @param report how a shutdown went
	 * @return whether a signal asked for it
	 */
	private static boolean isAfterSignal(ShutdownReport report) {
		return report.trigger() != null && report.trigger().startsWith(SIGNAL_PREFIX);
	}

	private void exitUnlessAnyway(int code, List<ShutdownReport> ended) {
		for (ShutdownReport report : ended) {
			if (report.trigger() == null || SIGNAL_CODES.getOrDefault(report.trigger(), -1) != code) {
				exit(code);
				return;
			}
		}
	}

	private void exit(int code) {
		if (this.jvm.isExiting()) {
			this.jvm.flushLogs();
			this.jvm.halt(code);
		}
	}

	Jvm getJvm() {
		return this.jvm;
	}

}
