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

package io.github.shutdownspringboot.coordinator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON that has no fractions and no literals, because an application need not have
 * a parser for more. Objects are maps, arrays are lists, numbers are longs.
 *
 * @since 0.1.0
 */
@Internal
public final class JsonReader {

	/**
	 * No line of ours is nested deeper; one that is must not end in a stack overflow.
	 */
	private static final int MAX_DEPTH = 8;

	private final String json;

	private int position;

	private JsonReader(String json) {
		this.json = json.strip();
	}

	/**
	 * Read a value.
	 * @param json the value and nothing else
	 * @return a map, a list, a string or a long
	 * @throws IllegalArgumentException if it is none
	 */
	public static Object read(String json) {
		JsonReader reader = new JsonReader(json);
		Object value = reader.readValue(0);
		if (reader.position != reader.json.length()) {
			throw reader.unexpected();
		}
		return value;
	}

	private Object readValue(int depth) {
		if (depth > MAX_DEPTH) {
			throw unexpected();
		}
		skipWhitespace();
		return switch (peek()) {
			case '{' -> readObject(depth);
			case '[' -> readArray(depth);
			case '"' -> readString();
			default -> readNumber();
		};
	}

	private Map<String, Object> readObject(int depth) {
		Map<String, Object> members = new LinkedHashMap<>();
		expect('{');
		while (!skip('}')) {
			if (!members.isEmpty()) {
				expect(',');
			}
			String name = readString();
			expect(':');
			members.put(name, readValue(depth + 1));
		}
		return members;
	}

	private List<Object> readArray(int depth) {
		List<Object> elements = new ArrayList<>();
		expect('[');
		while (!skip(']')) {
			if (!elements.isEmpty()) {
				expect(',');
			}
			elements.add(readValue(depth + 1));
		}
		return elements;
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

	private long readNumber() {
		int start = this.position;
		while (this.position < this.json.length() && "-0123456789".indexOf(this.json.charAt(this.position)) >= 0) {
			this.position++;
		}
		return Long.parseLong(this.json.substring(start, this.position));
	}

	private void skipWhitespace() {
		while (" \t\n\r".indexOf(peek()) >= 0) {
			this.position++;
		}
	}

	private boolean skip(char expected) {
		skipWhitespace();
		if (peek() != expected) {
			return false;
		}
		this.position++;
		return true;
	}

	private void expect(char expected) {
		if (!skip(expected)) {
			throw unexpected();
		}
	}

	private char next() {
		char character = peek();
		this.position++;
		return character;
	}

	private char peek() {
		if (this.position >= this.json.length()) {
			throw unexpected();
		}
		return this.json.charAt(this.position);
	}

	private IllegalArgumentException unexpected() {
		return new IllegalArgumentException("Unexpected JSON at " + this.position);
	}

}
