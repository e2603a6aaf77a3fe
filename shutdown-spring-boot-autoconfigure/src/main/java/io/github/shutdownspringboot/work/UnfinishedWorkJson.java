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
import java.util.HashMap;
import java.util.Map;

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
	 * Read a line. This is no parser for all of JSON, which an application need not have:
	 * it reads what {@link #write(UnfinishedWork)} writes.
	 * @param line the line
	 * @return the work
	 * @throws IllegalArgumentException if it is not such a line
	 */
	static UnfinishedWork read(String line) {
		Map<String, String> members = new Reader(line).readObject();
		try {
			return new UnfinishedWork(get(members, "name"), get(members, "id"),
					Instant.parse(get(members, "startedAt")), Duration.parse(get(members, "age")),
					members.get("payload"));
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("Not a line of unfinished work", ex);
		}
	}

	private static String get(Map<String, String> members, String name) {
		String value = members.get(name);
		if (value == null) {
			throw new IllegalArgumentException("'" + name + "' is missing");
		}
		return value;
	}

	/**
	 * Reads an object whose values are strings.
	 */
	private static final class Reader {

		private final String json;

		private int position;

		Reader(String json) {
			this.json = json.strip();
		}

		Map<String, String> readObject() {
			Map<String, String> members = new HashMap<>();
			expect('{');
			do {
				String name = readString();
				expect(':');
				members.put(name, readString());
			}
			while (next() == ',');
			this.position--;
			expect('}');
			if (this.position != this.json.length()) {
				throw unexpected();
			}
			return members;
		}

		private String readString() {
			StringBuilder string = new StringBuilder();
			expect('"');
			for (char character = next(); character != '"'; character = next()) {
				string.append((character == '\\') ? readEscaped() : character);
			}
			return string.toString();
		}

		private char readEscaped() {
			char character = next();
			return switch (character) {
				case 'b' -> '\b';
				case 'f' -> '\f';
				case 'n' -> '\n';
				case 'r' -> '\r';
				case 't' -> '\t';
				case 'u' -> (char) Integer.parseInt("" + next() + next() + next() + next(), 16);
				default -> character;
			};
		}

		private void expect(char expected) {
			if (next() != expected) {
				throw unexpected();
			}
		}

		private char next() {
			if (this.position == this.json.length()) {
				throw unexpected();
			}
			return this.json.charAt(this.position++);
		}

		private IllegalArgumentException unexpected() {
			return new IllegalArgumentException("Unexpected JSON at " + this.position);
		}

	}

}
