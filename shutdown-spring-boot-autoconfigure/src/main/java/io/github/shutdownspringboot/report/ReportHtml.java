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
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.shutdownspringboot.coordinator.ShutdownReport;
import org.jspecify.annotations.Nullable;

/**
 * A shutdown as a page that needs nothing else: no script, no font, no network.
 */
final class ReportHtml {

	private static final String STYLE = TimelineSvg.STYLE + """
			body { background: var(--bg); color: var(--text); font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto;
			  max-width: 60rem; padding: 0 1rem; overflow-wrap: break-word; }
			h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
			.muted { color: var(--muted); } svg { width: 100%; height: auto; margin-top: 1rem; }
			.table { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
			th, td { border-bottom: 1px solid var(--grid); padding: .3rem .8rem .3rem 0; text-align: left;
			  vertical-align: top; overflow-wrap: break-word; max-width: 24rem; }
			th { color: var(--muted); font-weight: 500; } .number { text-align: right; white-space: nowrap; }
			li { white-space: pre-line; } td.FAILED { color: var(--bad); } td.TIMED_OUT { color: var(--late); }
			""";

	private final ShutdownReport report;

	private final TimelineSvg timeline;

	private final String application;

	ReportHtml(ShutdownReport report, TimelineSvg timeline, String application) {
		this.report = report;
		this.timeline = timeline;
		this.application = application;
	}

	String write() {
		return """
				<!DOCTYPE html>
				<html lang="en">
				<head>
				<meta charset="utf-8">
				<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
				<meta name="viewport" content="width=device-width, initial-scale=1">
				<title>%sShutdown %s</title>
				<style>%s</style>
				</head>
				<body>
				<h1>Shutdown %s after %s</h1>
				<div class="muted">%sStarted by %s at %s, id %s</div>
				%s%s%s%s</body>
				</html>
				""".formatted(application(": "), this.report.outcome(), STYLE, this.report.outcome(),
				seconds(this.report.elapsed()), application(". "), escape(this.report.trigger()),
				escape(TimelineSvg.startedAt(this.report)), escape(this.report.shutdownId()), this.timeline.draw(false),
				cut(), stages(), clients());
	}

	private String application(String suffix) {
		return this.application.isEmpty() ? "" : escape(this.application) + suffix;
	}

	private String cut() {
		List<String> cut = WhatWasCut.in(this.report);
		if (cut.isEmpty()) {
			return "";
		}
		return cut.stream()
			.map((line) -> "<li>" + escape(line) + "</li>\n")
			.collect(Collectors.joining("", "<h2>What was cut or failed</h2>\n<ul>\n", "</ul>\n"));
	}

	private String stages() {
		return this.report.stages()
			.stream()
			.map((stage) -> row(stage.state(), cell(stage.name()), number(seconds(stage.startedAfter())),
					number(seconds(stage.duration())), number(seconds(stage.timeout())), number(stage.pending())))
			.collect(Collectors.joining("",
					table("Stages", "stage", "state", "#began after", "#took", "#may take", "#still pending"),
					"</table></div>\n"));
	}

	private String clients() {
		if (this.report.clients().isEmpty()) {
			return "";
		}
		return this.report.clients()
			.stream()
			.map((client) -> row(client.state(), cell(client.name()), number(client.order()),
					number(seconds(client.duration())), number(seconds(client.timeout())), cell(client.message())))
			.collect(Collectors.joining("",
					table("Clients, in closing order", "client", "state", "#order", "#took", "#may take", "remark"),
					"</table></div>\n"));
	}

	private static String table(String title, String... columns) {
		return Stream.of(columns)
			.map((column) -> column.startsWith("#") ? "<th class=\"number\">" + column.substring(1) + "</th>"
					: "<th>" + column + "</th>")
			.collect(Collectors.joining("", "<h2>" + title + "</h2>\n<div class=\"table\"><table>\n<tr>", "</tr>\n"));
	}

	private static String row(Enum<?> state, String name, String... cells) {
		return "<tr>" + name + "<td class=\"" + state.name() + "\">"
				+ state.name().toLowerCase(Locale.ROOT).replace('_', ' ') + "</td>" + String.join("", cells)
				+ "</tr>\n";
	}

	private static String cell(@Nullable Object content) {
		return "<td>" + escape(content) + "</td>";
	}

	private static String number(@Nullable Object content) {
		return "<td class=\"number\">" + escape(content) + "</td>";
	}

	private static String seconds(@Nullable Duration duration) {
		return (duration != null) ? String.format(Locale.ROOT, "%.3f s", duration.toNanos() / 1e9) : "";
	}

	private static String escape(@Nullable Object content) {
		return (content != null) ? Markup.escape(content.toString()) : "";
	}

}
