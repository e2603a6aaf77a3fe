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

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import tools.jackson.databind.JsonNode;

/**
 * The reference of all properties and meters, as it follows from the code.
 */
final class ReferenceDocument {

	/**
	 * Tags whose values an application makes.
	 */
	private static final Set<String> OPEN_TAGS = Set.of("client", "stage", "trigger");

	private static final String TEXT = """
			# Reference

			Made from the code: `ReferenceDocumentTests` fails when this page and the code differ, and writes the page anew with
			`-Dshutdown.tests.write-reference=true`. The [README](../README.md) has the same properties in the order in which they
			matter, and says what they are for.

			## Properties

			A duration is written as `20s`, `500ms` or `PT20S`. A value that makes no sense keeps the application from starting.

			| property | type | default | |
			|---|---|---|---|
			%s
			`shutdown.readiness.delay` and `shutdown.streams.grace` have the default `5s` on Kubernetes and `0s` elsewhere.

			### Values

			What is limited, or known by a name:

			| property | values |
			|---|---|
			%s
			## Meters

			All are there from the start of the application. Where no values are given for a tag, they are the names of clients and
			stages, and what asked for a shutdown: `SIGTERM`, `CONTEXT_CLOSE` and so on.

			| meter | type | unit | tags | |
			|---|---|---|---|---|
			%s
			The observations `shutdown` and `shutdown.stage` are for traces and do not become meters, see
			[Tracing](../README.md#tracing).
			""";

	private final JsonNode metadata;

	private final Collection<Meter> meters;

	ReferenceDocument(JsonNode metadata, Collection<Meter> meters) {
		this.metadata = metadata;
		this.meters = meters;
	}

	String write() {
		return TEXT.formatted(properties(), values(), meters());
	}

	private String properties() {
		return this.metadata.get("properties")
			.valueStream()
			.map((property) -> row(code(property.get("name").asString()), type(property.get("type").asString()),
					property.has("defaultValue") ? code(toText(property.get("defaultValue"))) : "",
					property.get("description").asString()))
			.collect(Collectors.joining());
	}

	private static String type(String name) {
		String simple = name.replaceAll("\\b[a-z][\\w]*\\.", "").replaceAll("\\w+\\$", "");
		return code(simple.replace(",", ", "));
	}

	static String toText(JsonNode value) {
		return value.isArray() ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "))
				: value.asString();
	}

	private String values() {
		return this.metadata.get("hints")
			.valueStream()
			.map((hint) -> row(code(hint.get("name").asString().replaceFirst("\\.values$", ".*")), values(hint)))
			.collect(Collectors.joining());
	}

	private static String values(JsonNode hint) {
		return hint.get("values").valueStream().map((value) -> {
			String text = code(value.get("value").asString());
			return value.has("description") ? text + ": " + value.get("description").asString() : text;
		}).collect(Collectors.joining("<br>"));
	}

	private String meters() {
		Map<String, List<Meter>> byName = this.meters.stream()
			.collect(Collectors.groupingBy((meter) -> meter.getId().getName(), TreeMap::new, Collectors.toList()));
		return byName.entrySet().stream().map((entry) -> {
			Meter.Id id = entry.getValue().get(0).getId();
			String unit = (id.getBaseUnit() != null) ? id.getBaseUnit() : "";
			return row(code(entry.getKey()), id.getType().name().toLowerCase(Locale.ROOT).replace('_', ' '), unit,
					tags(entry.getValue()), String.valueOf(id.getDescription()));
		}).collect(Collectors.joining());
	}

	private static String tags(List<Meter> meters) {
		Map<String, Set<String>> values = new TreeMap<>();
		meters.stream()
			.flatMap((meter) -> meter.getId().getTags().stream())
			.forEach((tag) -> values.computeIfAbsent(tag.getKey(), (key) -> new TreeSet<>()).add(value(tag)));
		return values.entrySet()
			.stream()
			.map((tag) -> (OPEN_TAGS.contains(tag.getKey()) || tag.getValue().size() == 1) ? code(tag.getKey())
					: code(tag.getKey()) + " = " + String.join(", ", tag.getValue()))
			.collect(Collectors.joining("; "));
	}

	private static String value(Tag tag) {
		return code(tag.getValue());
	}

	private static String code(String text) {
		return "`" + text + "`";
	}

	private static String row(String... cells) {
		return "| " + String.join(" | ", cells) + " |\n";
	}

}
