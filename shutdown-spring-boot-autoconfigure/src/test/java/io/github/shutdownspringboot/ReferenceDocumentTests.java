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

package io.github.shutdownspringboot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.shutdownspringboot.clients.ClientRegistration;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.history.ShutdownHistory;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documentation and the IDE say of properties and meters, against the code.
 */
class ReferenceDocumentTests {

	private static final Path REFERENCE = Path.of("..", "docs", "reference.md");

	private static final Path README = Path.of("..", "README.md");

	/**
	 * Made by Spring Boot for each endpoint.
	 */
	private static final String ACCESS = "management.endpoint.shutdownstatus.access";

	private static final Pattern PROPERTY = Pattern.compile("^\\| `([\\w.-]+)` \\| ([^|]+) \\|", Pattern.MULTILINE);

	private static final Pattern METER = Pattern.compile("`(shutdown\\.[\\w.]+)`");

	private static final JsonNode metadata = readMetadata();

	@Test
	void thePageSaysWhatTheCodeSays() throws IOException {
		String expected = new ReferenceDocument(metadata, meters()).write();
		if (Boolean.getBoolean("shutdown.tests.write-reference")) {
			Files.writeString(REFERENCE, expected);
		}
		assertThat(Files.readString(REFERENCE)).isEqualTo(expected);
	}

	@Test
	void everyPropertyIsDescribed() {
		assertThat(metadata.get("properties").valueStream()).isNotEmpty()
			.allSatisfy((property) -> assertThat(property.path("description").asString("")).as(property.toString())
				.isNotBlank()
				.doesNotContain("TODO", "{@"));
	}

	/**
	 * Some defaults of the metadata are written by hand. The format of termination events
	 * is one that depends on the application.
	 */
	@Test
	void whatTheMetadataCallsADefaultChangesNothing() {
		String[] defaults = metadata.get("properties")
			.valueStream()
			.filter((property) -> property.has("defaultValue"))
			.filter((property) -> !List.of(ACCESS, "shutdown.streams.format").contains(property.get("name").asString()))
			.map((property) -> property.get("name").asString() + "="
					+ ReferenceDocument.toText(property.get("defaultValue")))
			.toArray(String[]::new);
		assertThat(properties(defaults)).usingRecursiveComparison()
			.withStrictTypeChecking()
			.ignoringCollectionOrder()
			.isEqualTo(properties());
	}

	private static Map<String, Object> properties(String... values) {
		Map<String, Object> beans = new TreeMap<>();
		new WebApplicationContextRunner().withConfiguration(ShutdownAutoConfigurationTests.all())
			.withPropertyValues(values)
			.run((context) -> context.getBeansWithAnnotation(ConfigurationProperties.class)
				.forEach((name, bean) -> beans.put(name, bean)));
		return beans;
	}

	@Test
	void theReadmeHasEachPropertyWithItsDefault() throws IOException {
		Map<String, String> documented = PROPERTY.matcher(section("## Properties"))
			.results()
			.collect(Collectors.toMap((row) -> row.group(1), (row) -> row.group(2), (one, other) -> other,
					TreeMap::new));
		Map<String, String> expected = new TreeMap<>();
		metadata.get("properties").valueStream().forEach((property) -> {
			String name = property.get("name").asString();
			if (!name.equals(ACCESS)) {
				expected.put(name, describeDefault(property, documented.getOrDefault(name, "")));
			}
		});
		assertThat(documented).isEqualTo(expected);
	}

	/**
	 * What the README is to say, which has several words for a default that is none.
	 */
	private static String describeDefault(JsonNode property, String documented) {
		if (property.has("defaultValue")) {
			JsonNode value = property.get("defaultValue");
			return (documented.contains("`, `") ? value.valueStream() : Stream.of(value)).map(ReferenceDocument::toText)
				.map((text) -> "`" + text + "`")
				.collect(Collectors.joining(", "));
		}
		return List.of("empty", "unset", "`5s` on Kubernetes, else `0s`").contains(documented) ? documented : "unset";
	}

	@Test
	void theReadmeHasEachMeter() throws IOException {
		Set<String> documented = METER.matcher(section("## Meters").split("\n\n")[1])
			.results()
			.map((name) -> name.group(1))
			.collect(Collectors.toSet());
		Set<String> expected = meters().stream().map((meter) -> meter.getId().getName()).collect(Collectors.toSet());
		assertThat(documented).isEqualTo(expected);
	}

	@ParameterizedTest
	@MethodSource("hints")
	void aValueThatAnIdeProposesIsAccepted(String property, String value) {
		new WebApplicationContextRunner().withConfiguration(ShutdownAutoConfigurationTests.all())
			.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	static Stream<String[]> hints() {
		return metadata.get("hints").valueStream().flatMap((hint) -> {
			String name = hint.get("name").asString().replaceFirst("\\.values$", "[/chat/**]");
			return hint.get("values")
				.valueStream()
				.map((value) -> new String[] { name, value.get("value").asString() });
		});
	}

	@Test
	void propertiesThatTakeFewValuesHaveThemProposed() {
		assertThat(metadata.get("hints").valueStream().map((hint) -> hint.get("name").asString())).contains(
				"management.endpoint.shutdownstatus.show-details", "shutdown.exit.on-second-signal",
				"shutdown.report.termination-log", "shutdown.requests.while-draining", "shutdown.signals",
				"shutdown.streams.format", "shutdown.streams.policies.values", "shutdown.websocket.close-code");
	}

	private static List<Meter> meters() {
		List<Meter> meters = new ArrayList<>();
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		ShutdownHistory.Entry previous = new ShutdownHistory.Entry(ShutdownOutcome.CLEAN, "id", "SIGTERM",
				Instant.EPOCH, Instant.EPOCH, Duration.ZERO, List.of());
		new WebApplicationContextRunner().withConfiguration(ShutdownAutoConfigurationTests.all())
			.withBean(MeterRegistry.class, () -> registry)
			.withBean(ShutdownHistory.class, () -> new KnownHistory(previous))
			.withBean(ClientRegistration.class, () -> ClientRegistration.of("client", () -> {
			}))
			.run((context) -> registry.getMeters()
				.stream()
				.filter((meter) -> meter.getId().getName().startsWith("shutdown."))
				.forEach(meters::add));
		assertThat(meters).isNotEmpty();
		return meters;
	}

	private static String section(String title) throws IOException {
		String readme = Files.readString(README);
		int begin = readme.indexOf(title + "\n");
		assertThat(begin).as(title).isNotNegative();
		int end = readme.indexOf("\n## ", begin + 1);
		return readme.substring(begin, end);
	}

	/**
	 * Our own: each module of Spring Boot has one under the same name.
	 */
	private static JsonNode readMetadata() {
		String classes = ShutdownCoordinator.class.getProtectionDomain().getCodeSource().getLocation().getPath();
		return JsonMapper.shared()
			.readTree(Path.of(classes, "META-INF", "spring-configuration-metadata.json").toFile());
	}

	private record KnownHistory(Entry previous) implements ShutdownHistory {

		@Override
		public void add(Entry entry) {
		}

		@Override
		public List<Entry> getEntries() {
			return List.of(this.previous);
		}

	}

}
