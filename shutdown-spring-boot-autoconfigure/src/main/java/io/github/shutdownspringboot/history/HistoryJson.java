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

package io.github.shutdownspringboot.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.github.shutdownspringboot.coordinator.JsonReader;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.StageState;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;

/**
 * The end of a run as one line of JSON.
 */
final class HistoryJson {

	private static final int MAX_FAILURE = 500;

	private static final JsonWriter<ShutdownHistory.Stage> stageWriter = JsonWriter.of((members) -> {
		members.add("name", ShutdownHistory.Stage::name);
		members.add("state", ShutdownHistory.Stage::state).as(Enum::name);
		members.add("duration", ShutdownHistory.Stage::duration).whenNotNull().as(Duration::toString);
		members.add("pending", ShutdownHistory.Stage::pending);
		members.add("failure", ShutdownHistory.Stage::failure).whenNotNull().as(HistoryJson::shorten);
	});

	private static final JsonWriter<ShutdownHistory.Entry> writer = JsonWriter.of((members) -> {
		members.add("outcome", ShutdownHistory.Entry::outcome).as(Enum::name);
		members.add("shutdownId", ShutdownHistory.Entry::shutdownId).whenNotNull();
		members.add("trigger", ShutdownHistory.Entry::trigger).whenNotNull();
		members.add("startedAt", ShutdownHistory.Entry::startedAt).whenNotNull().as(Instant::toString);
		members.add("endedAt", ShutdownHistory.Entry::endedAt).as(Instant::toString);
		members.add("duration", ShutdownHistory.Entry::duration).whenNotNull().as(Duration::toString);
		members.add("stages", (entry) -> entry.stages().stream().map(stageWriter::write).toList());
	});

	private HistoryJson() {
	}

	static String write(ShutdownHistory.Entry entry) {
		return writer.writeToString(entry);
	}

	private static String shorten(String failure) {
		return (failure.length() > MAX_FAILURE) ? failure.substring(0, MAX_FAILURE) + "..." : failure;
	}

	/**
	 * Read a line.
	 * @param line the line
	 * @return the end of a run
	 * @throws RuntimeException if it is not such a line
	 */
	static ShutdownHistory.Entry read(String line) {
		Map<?, ?> members = (Map<?, ?>) JsonReader.read(line);
		List<ShutdownHistory.Stage> stages = ((List<?>) require(members, "stages")).stream()
			.map((stage) -> readStage((Map<?, ?>) stage))
			.toList();
		return new ShutdownHistory.Entry(ShutdownOutcome.valueOf((String) require(members, "outcome")),
				get(members, "shutdownId", Function.identity()), get(members, "trigger", Function.identity()),
				get(members, "startedAt", Instant::parse), Instant.parse((String) require(members, "endedAt")),
				get(members, "duration", Duration::parse), stages);
	}

	private static ShutdownHistory.Stage readStage(Map<?, ?> members) {
		return new ShutdownHistory.Stage((String) require(members, "name"),
				StageState.valueOf((String) require(members, "state")), get(members, "duration", Duration::parse),
				((Number) require(members, "pending")).longValue(), get(members, "failure", Function.identity()));
	}

	private static Object require(Map<?, ?> members, String name) {
		Object value = members.get(name);
		if (value == null) {
			throw new IllegalArgumentException("'" + name + "' is missing");
		}
		return value;
	}

	private static <T> @Nullable T get(Map<?, ?> members, String name, Function<String, T> parse) {
		return (members.get(name) instanceof String value) ? parse.apply(value) : null;
	}

}
