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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the documentation has for operators: a dashboard for Grafana, and alerts for
 * Prometheus.
 */
final class OperatorDocuments {

	static final Path ALERTS = Path.of("..", "docs", "prometheus-alerts.yml");

	private static final Path DASHBOARD = Path.of("..", "docs", "grafana-dashboard.json");

	private OperatorDocuments() {
	}

	static JsonNode dashboard() {
		return JsonMapper.shared().readTree(read(DASHBOARD));
	}

	/**
	 * Return the queries of the dashboard, as Grafana sends them when everything is
	 * selected.
	 * @return the queries
	 */
	static List<String> dashboardQueries() {
		return dashboard().get("panels")
			.valueStream()
			.flatMap((panel) -> panel.get("targets").valueStream())
			.map((target) -> target.get("expr").asString())
			.map((query) -> query.replace("$job", ".*").replace("$instance", ".*").replace("$__rate_interval", "1m"))
			.toList();
	}

	@SuppressWarnings("unchecked")
	static List<String> alertQueries() {
		Map<String, List<Map<String, Object>>> document = new Yaml().load(read(ALERTS));
		return document.get("groups")
			.stream()
			.flatMap((group) -> ((List<Map<String, Object>>) group.get("rules")).stream())
			.map((rule) -> (String) rule.get("expr"))
			.toList();
	}

	static List<String> allQueries() {
		return Stream.concat(dashboardQueries().stream(), alertQueries().stream()).toList();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
