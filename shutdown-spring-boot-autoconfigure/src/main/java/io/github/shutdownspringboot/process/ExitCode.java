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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
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
		List<Ended> ended = getEnded();
		if (ended.stream().anyMatch((one) -> one.report().state() != ShutdownState.COMPLETED)) {
			// Somebody else than Spring Boot closes it, and halting would cut that short
			return;
		}
		OptionalInt failure = ended.stream()
			.filter((one) -> hasFailed(one.report().outcome()))
			.mapToInt((one) -> one.codes().failureCode())
			.max();
		if (failure.isPresent()) {
			exitUnlessAnyway(failure.getAsInt(), ended);
		}
		else if (ended.stream().allMatch((one) -> isClean(one.report()))) {
			ended.stream()
				.filter((one) -> isAfterSignal(one.report()))
				.map((one) -> one.codes().cleanCode())
				.filter(Objects::nonNull)
				.max(Comparator.naturalOrder())
				.ifPresent((code) -> exitUnlessAnyway(code, ended));
		}
	}

	private List<Ended> getEnded() {
		List<Ended> ended = new ArrayList<>();
		this.watched.forEach((coordinator, codes) -> {
			ShutdownReport report = coordinator.getReport();
			if (report.outcome() != null) {
				ended.add(new Ended(report, codes));
			}
		});
		return ended;
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

	private void exitUnlessAnyway(int code, List<Ended> ended) {
		boolean anyway = ended.stream()
			.map(Ended::report)
			.allMatch((report) -> report.trigger() != null && SIGNAL_CODES.getOrDefault(report.trigger(), -1) == code);
		if (!anyway) {
			exit(code);
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

	/**
	 * A shutdown that has an outcome. Not the key of a map: to hash a report costs more
	 * than everything else here.
	 */
	private record Ended(ShutdownReport report, ProcessProperties.Exit codes) {

	}

}
