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

package io.github.shutdownspringboot.work;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.github.shutdownspringboot.coordinator.JsonReader;

import org.springframework.boot.json.JsonWriter;

/**
 * Unfinished work as one line of JSON: an object whose values are strings.
 */
final class UnfinishedWorkJson {

	private static final JsonWriter<UnfinishedWork> writer = JsonWriter.of((members) -> {
		members.add("name", UnfinishedWork::name);
		members.add("id", UnfinishedWork::id);
		members.add("startedAt", UnfinishedWork::startedAt).as(Instant::toString);
		members.add("age", UnfinishedWork::age).as(Duration::toString);
		members.add("payload", UnfinishedWork::payload).whenNotNull();
	});

	private UnfinishedWorkJson() {
	}

	static String write(UnfinishedWork work) {
		return writer.writeToString(work);
	}

	/**
	 * Read a line that {@link #write(UnfinishedWork)} has written.
	 * @param line the line
	 * @return the work
	 * @throws IllegalArgumentException if it is not such a line
	 */
	static UnfinishedWork read(String line) {
		try {
			Map<?, ?> members = (Map<?, ?>) JsonReader.read(line);
			return new UnfinishedWork(get(members, "name"), get(members, "id"),
					Instant.parse(get(members, "startedAt")), Duration.parse(get(members, "age")),
					(String) members.get("payload"));
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("Not a line of unfinished work", ex);
		}
	}

	private static String get(Map<?, ?> members, String name) {
		if (members.get(name) instanceof String value) {
			return value;
		}
		throw new IllegalArgumentException("'" + name + "' is missing");
	}

}
