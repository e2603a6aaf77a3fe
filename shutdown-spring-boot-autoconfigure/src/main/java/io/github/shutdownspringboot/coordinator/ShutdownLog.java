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
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.helpers.NOPLogger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What an operator reads of a shutdown: one line at the start, one for each stage and for
 * each change while it waits, and a picture at the end. Each has its numbers as key-value
 * pairs as well, for structured logs.
 */
final class ShutdownLog {

	/**
	 * Nothing is to be seen in a clean shutdown that took less.
	 */
	private static final Duration WORTH_A_PICTURE = Duration.ofSeconds(1);

	/**
	 * How many things of one kind are logged by themselves.
	 */
	private static final int MAX_UNFINISHED = 100;

	private final Logger logger;

	ShutdownLog() {
		this(LoggerFactory.getLogger(ShutdownCoordinator.class));
	}

	private ShutdownLog(Logger logger) {
		this.logger = logger;
	}

	/**
	 * Return a log of which nothing is ever seen.
	 * @return the log
	 */
	static ShutdownLog silent() {
		return new ShutdownLog(NOPLogger.NOP_LOGGER);
	}

	void planned(List<StageExecution> stages, Duration worstCase, Duration gracePeriod) {
		this.logger.info("Shutdown plan: {}; {} at worst, of the {} that the platform allows", describePlanned(stages),
				InvalidShutdownConfigurationException.print(worstCase),
				InvalidShutdownConfigurationException.print(gracePeriod));
	}

	private static String describePlanned(List<StageExecution> stages) {
		StringJoiner described = new StringJoiner(", ");
		for (StageExecution stage : stages) {
			described.add(stage.getName() + " " + InvalidShutdownConfigurationException.print(stage.getTimeout())
					+ " (phase " + stage.getPhase() + ")");
		}
		return described.toString();
	}

	void warning(@Nullable String warning) {
		if (warning != null) {
			this.logger.warn(warning);
		}
	}

	void started(String trigger, List<StageExecution> stages, Duration timeout) {
		Pending pending = Pending.of(stages);
		this.logger.atInfo()
			.addKeyValue("shutdown.trigger", trigger)
			.addKeyValue("shutdown.timeoutMillis", timeout.toMillis())
			.addKeyValue("shutdown.pending", pending.count())
			.log("Shutdown started by {}: {}, {} left", trigger, pending.description(), seconds(timeout));
	}

	void phasesUnknown(RuntimeException failure) {
		this.logger.warn("The phases of other beans are not held to the deadline of the shutdown", failure);
	}

	void lifecycleUnknown(RuntimeException failure) {
		this.logger.warn("Lifecycle beans that do not stop cannot be named", failure);
	}

	void waiting(String stages, Pending pending, Duration remaining) {
		this.logger.atInfo()
			.addKeyValue("shutdown.stages", stages)
			.addKeyValue("shutdown.pending", pending.count())
			.addKeyValue("shutdown.remainingMillis", remaining.toMillis())
			.log("Waiting in {}: {}, {} left", stages, pending.description(), seconds(remaining));
	}

	void stageOver(StageExecution execution) {
		ShutdownReport.Stage stage = execution.toReport();
		String took = seconds(stage.duration());
		switch (stage.state()) {
			case FAILED -> of(stage, Level.WARN).setCause(execution.getFailure())
				.log("Stage '{}' failed after {}", stage.name(), took);
			case TIMED_OUT -> of(stage, Level.WARN).log("Stage '{}' timed out after {} with {}", stage.name(), took,
					SingleLine.of(stage.failure()));
			// Nobody wants to read of a stage that was given no time
			default -> of(stage, stage.timeout().isZero() ? Level.DEBUG : Level.INFO).log("Stage '{}' ended after {}",
					stage.name(), took);
		}
	}

	private LoggingEventBuilder of(ShutdownReport.Stage stage, Level level) {
		return this.logger.atLevel(level)
			.addKeyValue("shutdown.stage", stage.name())
			.addKeyValue("shutdown.outcome", stage.state())
			.addKeyValue("shutdown.durationMillis", millis(stage.duration()));
	}

	void listenerBlocks() {
		this.logger.warn("A shutdown listener blocks: it is not waited for");
	}

	void deadlinePassed(Duration timeout, boolean forced) {
		this.logger.warn("The deadline of {} has passed: {}", seconds(timeout),
				forced ? "what is left is not waited for any more" : "what is left is still waited for");
	}

	void unfinished(List<ShutdownReport.Unfinished> unfinished) {
		unfinished.stream().limit(MAX_UNFINISHED).forEach((item) -> this.logger.warn(describe(item)));
		if (unfinished.size() > MAX_UNFINISHED) {
			this.logger.warn("Unfinished: {} more", unfinished.size() - MAX_UNFINISHED);
		}
	}

	private static String describe(ShutdownReport.Unfinished unfinished) {
		StringBuilder description = new StringBuilder("Unfinished: ")
			.append(ShutdownTimeline.clean(ShutdownTimeline.describe(unfinished)));
		unfinished.stack().forEach((line) -> description.append(System.lineSeparator()).append("\tat ").append(line));
		return description.toString();
	}

	void processIsEnded(Duration elapsed) {
		this.logger.warn(
				"The process is ended now, {} after the shutdown began, because something does not end by itself",
				seconds(elapsed));
	}

	/**
	 * The logging system has ended with the context, so this does not go through it.
	 * @param elapsed the time since the shutdown began
	 */
	static void processIsEndedAfterClose(Duration elapsed) {
		System.err
			.println("The process is ended now, " + seconds(elapsed) + " after the shutdown began: the application "
					+ "context has closed, and a shutdown hook of the JVM does not end");
	}

	void completed(ShutdownReport report) {
		this.logger.atInfo()
			.addKeyValue("shutdown.trigger", report.trigger())
			.addKeyValue("shutdown.outcome", report.outcome())
			.addKeyValue("shutdown.durationMillis", millis(report.elapsed()))
			.log("Shutdown completed: {} after {}{}", report.outcome(), seconds(report.elapsed()), picture(report));
	}

	private static String picture(ShutdownReport report) {
		boolean worthIt = report.outcome() != ShutdownOutcome.CLEAN
				|| (report.elapsed() != null && report.elapsed().compareTo(WORTH_A_PICTURE) >= 0);
		return worthIt ? System.lineSeparator() + String.join(System.lineSeparator(), ShutdownTimeline.draw(report))
				: "";
	}

	private static long millis(@Nullable Duration duration) {
		return (duration != null) ? duration.toMillis() : 0;
	}

	static String seconds(@Nullable Duration duration) {
		if (duration == null) {
			return "no time";
		}
		// Formats are slow the first time, and there is none before the shutdown
		Duration rounded = duration.plusNanos(500_000);
		String millis = Integer.toString(1000 + rounded.toMillisPart());
		return rounded.toSeconds() + "." + millis.substring(1) + " s";
	}

	/**
	 * What is pending, asked once.
	 *
	 * @param description how much in which stages, in words
	 * @param count how much in all of them
	 */
	record Pending(String description, long count) {

		static Pending of(List<StageExecution> stages) {
			StringJoiner description = new StringJoiner(", ", "pending ", "").setEmptyValue("nothing pending");
			long sum = 0;
			for (StageExecution stage : stages) {
				long count = stage.getPending();
				if (count > 0) {
					description.add(stage.getName() + " " + count);
				}
				sum += count;
			}
			return new Pending(description.toString(), sum);
		}

	}

}
