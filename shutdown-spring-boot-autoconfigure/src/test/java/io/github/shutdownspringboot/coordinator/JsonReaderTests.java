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

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.json.JsonWriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JsonReader}.
 */
class JsonReaderTests {

	@Test
	void valuesAreMapsListsStringsAndLongs() {
		assertThat(JsonReader.read("{ \"a\" : [1, -20, \"b\"], \"c\": {\"d\":\"\"}, \"e\":[] }"))
			.isEqualTo(Map.of("a", List.of(1L, -20L, "b"), "c", Map.of("d", ""), "e", List.of()));
	}

	@Test
	void whatBootWritesIsReadAgain() {
		String text = "quote \" backslash \\ slash / tab \t line \n return \r feed \f back \b bell \u0007 \u00e4 \ud83d\ude00";
		String json = JsonWriter.<String>of((members) -> members.add("text")).writeToString(text);
		assertThat(JsonReader.read(json)).isEqualTo(Map.of("text", text));
	}

	@Test
	void unicodeEscapesAreRead() {
		assertThat(JsonReader.read("\"\\u00E4\\ud83d\\ude00\"")).isEqualTo("\u00e4\ud83d\ude00");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "{", "}", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\" 1}", "{a:1}",
			"[1", "[1 2]", "\"a", "\"\\", "\"\\u12", "\"\\uxyzw\"", "1-2", "true", "null", "1.5", "{} {}", "{}x",
			"99999999999999999999" })
	void whatIsNoneIsRefused(String json) {
		assertThatIllegalArgumentException().isThrownBy(() -> JsonReader.read(json));
	}

	@Test
	void whatIsNestedTooDeepIsRefused() {
		assertThat(JsonReader.read("[".repeat(8) + "]".repeat(8))).isInstanceOf(List.class);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> JsonReader.read("[".repeat(100_000) + "]".repeat(100_000)));
	}

}
