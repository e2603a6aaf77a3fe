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

package io.github.shutdownspringboot.report;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.StageState;
import org.jspecify.annotations.Nullable;

/**
 * Draws a shutdown over time: a bar for each stage and a line for each kind of things
 * that were in flight. Needs nothing but a viewer, and follows it into the dark.
 */
final class TimelineSvg {

	static final String STYLE = """
			:root { color-scheme: light dark; --bg: #ffffff; --text: #1c2127; --muted: #5b6570; --grid: #d9dee3;
			  --good: #2c7a4b; --late: #a66300; --bad: #c0362c; --line0: #1f6feb; --line1: #8a3ffc; --line2: #00797a; }
			@media (prefers-color-scheme: dark) { :root { --bg: #12161b; --text: #e6eaee; --muted: #98a3ae;
			  --grid: #333c46; --good: #4cae74; --late: #dd9b2f; --bad: #f0776c; --line0: #6ea8fe; --line1: #be95ff;
			  --line2: #3dbdbd; } }
			""";

	private static final String SVG_STYLE = """
			svg { background: var(--bg); font: 13px system-ui, sans-serif; }
			text { fill: var(--text); } .muted { fill: var(--muted); } .title { font-size: 17px; font-weight: 600; }
			.grid { stroke: var(--grid); } .SUCCEEDED, .RUNNING { fill: var(--good); } .TIMED_OUT { fill: var(--late); }
			.FAILED { fill: var(--bad); } .line { fill: none; stroke-width: 2; }
			.line0 { stroke: var(--line0); } .line1 { stroke: var(--line1); } .line2 { stroke: var(--line2); }
			""";

	private static final int WIDTH = 960;

	private static final int LEFT = 140;

	private static final int PLOT = 630;

	private static final int ROW = 26;

	private static final int CHART = 120;

	private static final int MAX_NAME = 16;

	private static final int MAX_TITLE = 60;

	private static final int MAX_LINE = 130;

	private static final int COLOURS = 3;

	private final ShutdownReport report;

	private final List<CountsRecorder.Sample> samples;

	private final String application;

	private final double total;

	private final StringBuilder svg = new StringBuilder();

	private int y;

	/**
	 * Make a picture.
	 * @param report the shutdown
	 * @param samples what was in flight, the earliest first
	 * @param application the name of the application, empty if it has none
	 */
	TimelineSvg(ShutdownReport report, List<CountsRecorder.Sample> samples, String application) {
		this.report = report;
		this.samples = samples;
		this.application = application;
		this.total = Math.max(0.001, seconds(report.elapsed()));
	}

	/**
	 * Draw it.
	 * @param standalone whether this is all there is, and not a part of a page
	 * @return an SVG element
	 */
	String draw(boolean standalone) {
		this.y = 24;
		if (standalone) {
			text(16, "title", (this.application.isEmpty() ? "" : shorten(this.application, MAX_TITLE) + ": ")
					+ "Shutdown " + this.report.outcome());
			this.y += 22;
			text(16, "muted", format("%.3f s, started by %s at %s, id %s", this.total, this.report.trigger(),
					startedAt(this.report), this.report.shutdownId()));
			this.y += 34;
		}
		int top = this.y - 14;
		this.report.stages().forEach(this::stage);
		int bottom = this.y - 14;
		this.y += 6;
		axis(top, bottom);
		this.y += 26;
		chart();
		this.y += 30;
		if (standalone) {
			WhatWasCut.in(this.report).forEach((cut) -> {
				text(16, "", shorten(cut.lines().findFirst().orElse(""), MAX_LINE));
				this.y += 20;
			});
		}
		String colours = standalone ? STYLE : "";
		return format("""
				<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img">
				<title>Timeline of the shutdown</title>
				<style>%s%s</style>
				<rect width="100%%" height="100%%" style="fill: var(--bg)"/>
				%s</svg>
				""", WIDTH, this.y, colours, SVG_STYLE, this.svg);
	}

	private void stage(ShutdownReport.Stage stage) {
		label(stage.name());
		Duration startedAfter = stage.startedAfter();
		if (startedAfter != null) {
			double x = x(seconds(startedAfter));
			double width = Math.max(2, x(seconds(startedAfter) + seconds(stage.duration())) - x);
			add("<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"16\" rx=\"2\"/>\n", stage.state(),
					Math.min(x, LEFT + PLOT - 2), this.y - 12, Math.min(width, LEFT + PLOT - x + 2));
		}
		text(LEFT + PLOT + 12, (stage.state() == StageState.SUCCEEDED || stage.duration() == null) ? "muted" : "",
				describe(stage));
		this.y += ROW;
	}

	private static String describe(ShutdownReport.Stage stage) {
		if (stage.duration() == null) {
			return "not run";
		}
		String took = String.format(Locale.ROOT, "%.3f s", seconds(stage.duration()));
		return switch (stage.state()) {
			case FAILED -> took + ", failed";
			case TIMED_OUT -> took + ", timed out";
			case RUNNING -> took + ", unfinished";
			default -> took;
		};
	}

	private void axis(int top, int bottom) {
		double step = Math.pow(10, Math.floor(Math.log10(this.total)));
		if (this.total / step < 2) {
			step /= 5;
		}
		else if (this.total / step < 5) {
			step /= 2;
		}
		int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
		StringBuilder grid = new StringBuilder();
		for (int tick = 0; tick * step <= this.total; tick++) {
			double x = x(tick * step);
			grid.append(
					format("<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>\n", x, top, x, bottom));
			add("<text class=\"muted\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s s</text>\n", x, this.y,
					format("%." + decimals + "f", tick * step));
		}
		// Behind the bars
		this.svg.insert(0, grid);
	}

	private void chart() {
		Set<String> names = new TreeSet<>();
		this.samples.forEach((sample) -> sample.counts().forEach((name, count) -> {
			if (count > 0) {
				names.add(name);
			}
		}));
		if (names.isEmpty()) {
			text(LEFT, "muted", this.samples.isEmpty() ? "What was in flight is not known." : "Nothing was in flight.");
			return;
		}
		long max = this.samples.stream()
			.flatMap((sample) -> sample.counts().values().stream())
			.mapToLong(Long::longValue)
			.max()
			.orElse(1);
		int top = this.y;
		int bottom = top + CHART;
		for (int line : new int[] { top, bottom }) {
			add("<line class=\"grid\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n", LEFT, line, LEFT + PLOT, line);
		}
		add("<text class=\"muted\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%d</text>\n", LEFT - 8, top + 4, max);
		add("<text class=\"muted\" x=\"%d\" y=\"%d\" text-anchor=\"end\">0</text>\n", LEFT - 8, bottom + 4);
		this.y = top + CHART / 2 + 4;
		label("in flight");
		int index = 0;
		for (String name : names) {
			line(name, index % COLOURS, max, bottom);
			this.y = top + 14 + index * 20;
			add("<line class=\"line line%d\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n", index % COLOURS,
					LEFT + PLOT + 12, this.y - 4, LEFT + PLOT + 30, this.y - 4);
			text(LEFT + PLOT + 36, "", name.replaceFirst("^active", "").toLowerCase(Locale.ROOT));
			index++;
		}
		this.y = bottom;
	}

	private void line(String name, int colour, long max, int bottom) {
		StringBuilder path = new StringBuilder();
		for (CountsRecorder.Sample sample : this.samples) {
			double height = (double) sample.counts().getOrDefault(name, 0L) / max * CHART;
			// It was like that until the next look
			path.append(
					format(path.isEmpty() ? "M%.1f %.1f" : "H%.1fV%.1f", x(seconds(sample.time())), bottom - height));
		}
		path.append(format("H%d", LEFT + PLOT));
		add("<path class=\"line line%d\" d=\"%s\"/>\n", colour, path);
	}

	private void label(String name) {
		add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s<title>%s</title></text>\n", LEFT - 12, this.y,
				Markup.escape(shorten(name, MAX_NAME)), Markup.escape(name));
	}

	private static String shorten(String text, int length) {
		return (text.length() > length) ? text.substring(0, length - 1) + "…" : text;
	}

	private void text(int x, String style, String text) {
		add("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n", style, x, this.y, Markup.escape(text));
	}

	private void add(String format, @Nullable Object... arguments) {
		this.svg.append(format(format, arguments));
	}

	private static String format(String format, @Nullable Object... arguments) {
		return String.format(Locale.ROOT, format, arguments);
	}

	static @Nullable Instant startedAt(ShutdownReport report) {
		Instant startedAt = report.startedAt();
		return (startedAt != null) ? startedAt.truncatedTo(ChronoUnit.MILLIS) : null;
	}

	private double x(double seconds) {
		return LEFT + Math.min(1, seconds / this.total) * PLOT;
	}

	private static double seconds(@Nullable Duration duration) {
		return (duration != null) ? duration.toNanos() / 1e9 : 0;
	}

}
