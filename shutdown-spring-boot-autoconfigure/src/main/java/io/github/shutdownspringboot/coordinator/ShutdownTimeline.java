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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws a shutdown for people to read: a line for each stage, with a bar where it was at
 * work, and one for each client and stage that did not end well. In ASCII, because the
 * log of a container often knows no more.
 *
 * @since 0.1.0
 */
@Internal
public final class ShutdownTimeline {

	private static final int WIDTH = 40;

	private static final int MAX_TEXT = 200;

	private ShutdownTimeline() {
	}

	/**
	 * Draw a shutdown.
	 * @param report the shutdown
	 * @return lines without their ends
	 */
	public static List<String> draw(ShutdownReport report) {
		List<String> lines = new ArrayList<>();
		int nameWidth = report.stages().stream().mapToInt((stage) -> clean(stage.name()).length()).max().orElse(0);
		long total = (report.elapsed() != null) ? Math.max(1, report.elapsed().toNanos()) : 1;
		for (ShutdownReport.Stage stage : report.stages()) {
			lines.add(String.format(Locale.ROOT, "  %-" + Math.max(1, nameWidth) + "s |%s| %s", clean(stage.name()),
					bar(stage, total), describe(stage)));
		}
		report.clients()
			.stream()
			.filter((client) -> client.state().isFailure())
			.map((client) -> "  client " + clean(client.name()) + " " + client.state()
					+ ((client.message() != null) ? ": " + clean(client.message()) : ""))
			.forEach(lines::add);
		return lines;
	}

	/**
	 * List what had not ended when its time was over.
	 * @param report the shutdown
	 * @return lines without their ends
	 */
	public static List<String> listUnfinished(ShutdownReport report) {
		return report.unfinished().stream().map((item) -> "  unfinished " + clean(describe(item))).toList();
	}

	/**
	 * Describe what had not ended, but for what its thread was doing.
	 * @param unfinished what had not ended
	 * @return a description, in which names are as somebody else has made them
	 */
	public static String describe(ShutdownReport.Unfinished unfinished) {
		return unfinished.what()
				+ ((unfinished.age() != null) ? " (" + ShutdownLog.seconds(unfinished.age()) + ")" : "")
				+ ((unfinished.thread() != null) ? " on thread '" + unfinished.thread() + "'" : "");
	}

	private static String bar(ShutdownReport.Stage stage, long total) {
		Duration startedAfter = stage.startedAfter();
		Duration duration = stage.duration();
		if (startedAfter == null || duration == null) {
			return " ".repeat(WIDTH);
		}
		int from = column(startedAfter, total);
		int to = Math.max(from + 1, column(startedAfter.plus(duration), total));
		from = Math.min(from, WIDTH - 1);
		to = Math.min(to, WIDTH);
		String mark = (stage.state() == StageState.SUCCEEDED) ? "=" : "#";
		return " ".repeat(from) + mark.repeat(to - from) + " ".repeat(WIDTH - to);
	}

	private static int column(Duration time, long total) {
		return (int) Math.round((double) time.toNanos() / total * WIDTH);
	}

	private static String describe(ShutdownReport.Stage stage) {
		if (stage.duration() == null) {
			return "not run";
		}
		String took = String.format(Locale.ROOT, "%8s", ShutdownLog.seconds(stage.duration()));
		if (stage.state() == StageState.SUCCEEDED) {
			return took;
		}
		String cut = (stage.failure() != null) ? clean(stage.failure()) : stage.pending() + " pending";
		return took + " " + stage.state() + ": " + cut;
	}

	/**
	 * Keep a text that somebody else has made on its line.
	 * @param text the text
	 * @return the text without control characters, and shortened
	 */
	static String clean(String text) {
		String line = SingleLine.of(text);
		return (line.length() > MAX_TEXT) ? line.substring(0, MAX_TEXT) + "..." : line;
	}

}
