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

package io.github.shutdownspringboot.integration.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.shutdownspringboot.application.Requirement;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard and the alerts ask for meters that there are, and say what they mean to.
 */
class OperatorDocumentsTests {

	private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)(?:\\{(.*)})? \\S+$");

	private static final Pattern SELECTOR = Pattern.compile("([a-z_]+)\\{([^}]*)}");

	private static final Pattern LABEL = Pattern.compile("([a-z_]+)=~?\"");

	private static final Pattern GROUPING = Pattern.compile("by \\(([^)]*)\\)");

	private static final Pattern AGGREGATION = Pattern.compile("max by \\(([^)]*)\\) \\(");

	/**
	 * Labels that Prometheus gives whatever it scrapes.
	 */
	private static final Set<String> TARGET = Set.of("job", "instance");

	@TempDir
	private Path directory;

	@Test
	void allQueriesAskForMetersAndTagsThatThereAre() throws IOException {
		Path history = Files.writeString(this.directory.resolve("history.jsonl"), """
				{"outcome":"CLEAN","trigger":"SIGTERM","startedAt":"2026-11-21T03:06:30Z",\
				"endedAt":"2026-11-21T03:06:32Z","duration":"PT2S","stages":[]}
				""");
		Map<String, Set<String>> meters = scrape("--shutdown.history.file=" + history);
		for (String query : OperatorDocuments.allQueries()) {
			Set<String> labels = new HashSet<>();
			Matcher selector = SELECTOR.matcher(query);
			while (selector.find()) {
				assertThat(meters).as(query).containsKey(selector.group(1));
				Set<String> known = meters.get(selector.group(1));
				labels.addAll(known);
				assertThat(names(LABEL, selector.group(2))).as(query)
					.allMatch((label) -> known.contains(label) || TARGET.contains(label));
			}
			for (String grouping : names(GROUPING, query)) {
				assertThat(grouping.split(", ")).as(query)
					.allMatch((label) -> labels.contains(label) || TARGET.contains(label));
			}
			assertThat(SELECTOR.matcher(query).replaceAll("")).as("a meter without braces in " + query)
				.doesNotContain("shutdown_");
		}
	}

	@Test
	void thePanelsOfTheDashboardHaveAPlaceAndATextEach() {
		JsonNode panels = OperatorDocuments.dashboard().get("panels");
		assertThat(panels.valueStream().map((panel) -> panel.get("id").asInt())).doesNotHaveDuplicates();
		assertThat(panels.valueStream().map((panel) -> panel.get("gridPos").toString())).doesNotHaveDuplicates();
		assertThat(panels.valueStream()).allSatisfy((panel) -> {
			assertThat(panel.get("title").asString()).isNotBlank();
			assertThat(panel.get("description").asString()).isNotBlank();
			assertThat(panel.get("gridPos").get("x").asInt() + panel.get("gridPos").get("w").asInt())
				.isLessThanOrEqualTo(24);
		});
	}

	/**
	 * Grafana merges rows of tables that have all common columns in common, and the name
	 * of a meter is a column.
	 */
	@Test
	void theRowsOfTablesThatAreMergedDifferInNothingButTheirValues() {
		List<JsonNode> merged = OperatorDocuments.dashboard()
			.get("panels")
			.valueStream()
			.filter((panel) -> panel.path("transformations").toString().contains("\"merge\""))
			.toList();
		assertThat(merged).isNotEmpty()
			.allSatisfy((panel) -> assertThat(panel.get("targets")
				.valueStream()
				.map((target) -> AGGREGATION.matcher(target.get("expr").asString()))
				.map((aggregation) -> aggregation.lookingAt() ? aggregation.group(1) : null)
				.distinct()
				.toList()).singleElement().isNotNull());
	}

	@Test
	void theAlertsFireWhenTheyShould() throws Exception {
		Path promtool = Requirement.program("prometheus", "promtool");
		Files.copy(OperatorDocuments.ALERTS, this.directory.resolve("prometheus-alerts.yml"));
		Path tests = this.directory.resolve("alerts-test.yml");
		Files.copy(Path.of("src", "test", "resources", "prometheus", "alerts-test.yml"), tests,
				StandardCopyOption.REPLACE_EXISTING);
		Path output = this.directory.resolve("output");
		Process process = new ProcessBuilder(promtool.toString(), "test", "rules", tests.toString())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		assertThat(process.waitFor()).as(() -> read(output)).isZero();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	/**
	 * Run an application and look at what Prometheus would see.
	 * @param arguments arguments of the application
	 * @return the labels of each meter
	 */
	private static Map<String, Set<String>> scrape(String... arguments) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ObservedApplication.class)
			.registerShutdownHook(false)
			.properties("server.port=0", "server.address=127.0.0.1", "management.otlp.metrics.export.enabled=false")
			.run(arguments)) {
			Map<String, Set<String>> meters = new HashMap<>();
			Matcher sample = SAMPLE.matcher(context.getBean(PrometheusMeterRegistry.class).scrape());
			while (sample.find()) {
				meters.computeIfAbsent(sample.group(1), (name) -> new HashSet<>())
					.addAll((sample.group(2) != null) ? names(LABEL, sample.group(2)) : Set.of());
			}
			return meters;
		}
	}

	private static Set<String> names(Pattern pattern, String text) {
		Set<String> names = new HashSet<>();
		Matcher matcher = pattern.matcher(text);
		while (matcher.find()) {
			names.add(matcher.group(1));
		}
		return names;
	}

}
