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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.xml.parsers.DocumentBuilderFactory;

import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link ReportFile}, {@link ReportHtml}, {@link TimelineSvg} and
 * {@link Markup}.
 */
class ReportFileTests {

	private static final Pattern ELSEWHERE = Pattern
		.compile("(?:src|href|url|@import)\\s*[=(]|https?://(?!www.w3.org/2000/svg)");

	@TempDir
	private Path directory;

	@Test
	void aPageTellsWhatHappenedAndNeedsNothingElse() throws IOException {
		String page = write("report.html", TestReports.eventful("late"));
		assertThat(page).startsWith("<!DOCTYPE html>")
			.contains("Shutdown FAILED after 12.480 s", "SIGTERM", "0c2ed6b6", "What was cut or failed",
					"work: 2 unfinished: import 66b34ba1-7 (12.203 s)", "mcpClient", "<svg ",
					"<li>unfinished: import late (12.203 s) on thread &#39;pool-late&#39;\n"
							+ "at com.example.Import.read(Import.java:42)\nat com.example.Import.run(Import.java:17)</li>")
			.doesNotContainPattern(ELSEWHERE)
			.doesNotContain("<script");
	}

	@Test
	void aPictureIsWellFormedAndNeedsNothingElse() throws Exception {
		String svg = write("report.SVG", TestReports.eventful("late"));
		Document document = parse(svg);
		assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
		assertThat(svg).contains("Shutdown FAILED", "requests", "3.002 s, timed out").doesNotContainPattern(ELSEWHERE);
	}

	@Test
	void whateverABeanIsCalledItIsText() throws Exception {
		ShutdownReport report = TestReports.eventful(TestReports.HOSTILE);
		String page = write("report.html", report, TestReports.HOSTILE);
		assertThat(page).doesNotContain("<script", "<img", "\u0000", "\u001b").contains("&lt;script&gt;");
		Document svg = parse(write("report.svg", report, TestReports.HOSTILE));
		assertThat(svg.getElementsByTagName("script").getLength()).isZero();
		assertThat(svg.getDocumentElement().getTextContent()).contains("<script>alert(1)</script>");
	}

	@Test
	void aShutdownWithNothingToSeeIsAPictureAsWell() throws Exception {
		parse(write("report.svg", TestReports.clean()));
		assertThat(write("report.html", TestReports.clean())).doesNotContain("What was cut", "NaN", "Infinity");
	}

	@Test
	void theReportSaysWhichApplicationItIsOf() throws Exception {
		assertThat(write("report.html", TestReports.clean(), "shop")).contains("<title>shop: Shutdown CLEAN</title>",
				"shop. Started by");
		assertThat(write("report.svg", TestReports.clean(), "shop")).contains(">shop: Shutdown CLEAN<");
		assertThat(write("report.html", TestReports.clean())).contains("<title>Shutdown CLEAN</title>");
	}

	@Test
	void eachKindOfThingsInFlightIsALineOfTheChart() throws Exception {
		Document svg = parse(new TimelineSvg(TestReports.eventful("late"), TestReports.samples(), "").draw(true));
		NodeList lines = svg.getElementsByTagName("path");
		assertThat(lines.getLength()).isEqualTo(3);
		Matcher requests = Pattern.compile("M140\\.0 ([\\d.]+).*V([\\d.]+)H770")
			.matcher(lines.item(0).getAttributes().getNamedItem("d").getTextContent());
		assertThat(requests.matches()).isTrue();
		// From 38 of 44 to nothing, upside down
		assertThat(Double.parseDouble(requests.group(2)) - Double.parseDouble(requests.group(1))).isCloseTo(103.6,
				within(0.15));
		assertThat(svg.getDocumentElement().getTextContent()).contains("44", "requests", "streams", "work");
	}

	@Test
	void whatNobodyHasLookedAtIsNotSaidToBeNothing() throws Exception {
		Path file = this.directory.resolve("report.svg");
		new ReportFile(file, new CountsRecorder(new ManualShutdownClock(), Map::of), "").keep(TestReports.clean());
		assertThat(file).content().contains("What was in flight is not known").doesNotContain("Nothing was");
	}

	@Test
	void whatDidNotEndIsListedInThePictureWithoutItsStack() throws Exception {
		String svg = write("report.svg", TestReports.eventful("late"));
		assertThat(svg).contains(">unfinished: import late (12.203 s) on thread &#39;pool-late&#39;<")
			.doesNotContain("Import.java");
	}

	@Test
	void ofVeryManyThingsThatDidNotEndSomeAreListedAndTheOthersCounted() throws Exception {
		ShutdownReport report = TestReports.eventful("late");
		String page = write("report.html",
				new ShutdownReport(report.state(), report.outcome(), report.shutdownId(), report.trigger(),
						report.startedAt(), report.elapsed(), report.remaining(), report.worstCase(), report.stages(),
						report.clients(), Collections.nCopies(103, report.unfinished().get(0))));
		assertThat(page).contains("unfinished: 3 more");
		assertThat(page.split("unfinished: import late", -1)).hasSize(101);
	}

	@Test
	void numbersAreWrittenInTheSameWayEverywhere() throws Exception {
		Locale locale = Locale.getDefault();
		try {
			String page = write("report.html", TestReports.eventful("late"));
			Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
			assertThat(write("report.html", TestReports.eventful("late"))).isEqualTo(page);
		}
		finally {
			Locale.setDefault(locale);
		}
	}

	@Test
	void whatBrowsersDoNotTakeIsReplaced() {
		assertThat(Markup.escape("a<b>&\"'\u0000\uD800\uFFFE😀\n"))
			.isEqualTo("a&lt;b&gt;&amp;&quot;&#39;\uFFFD\uFFFD\uFFFD😀\n");
	}

	private String write(String name, ShutdownReport report) throws IOException {
		return write(name, report, "");
	}

	private String write(String name, ShutdownReport report, String application) throws IOException {
		Path file = this.directory.resolve(name);
		CountsRecorder recorder = new CountsRecorder(new ManualShutdownClock(), () -> Map.of("activeRequests", 2L));
		recorder.shutdownStarted(report);
		new ReportFile(file, recorder, application).keep(report);
		return Files.readString(file);
	}

	private static Document parse(String svg) throws Exception {
		return DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
	}

}
