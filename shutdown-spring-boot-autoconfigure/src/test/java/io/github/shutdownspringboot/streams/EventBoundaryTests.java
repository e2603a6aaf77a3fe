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

package io.github.shutdownspringboot.streams;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventBoundary}.
 */
class EventBoundaryTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "data:a\n\n", "data:a\r\r", "data:a\r\n\r\n", "data:a\r\n\r", "data:a\n\r\n",
			"data:a\r\n\n", "data:a\n\n\n", ":comment\n\n", ":comment\n", "data:a\n\n:comment\r\n", ":a\n:b\n",
			"data:a\n\ndata:b\n\n", "data:\u00e4\u20ac\n\n", "\uFEFF", "\uFEFF:comment\n", "\uFEFFdata:a\n\n" })
	void anEventMayBegin(String sent) {
		assertThat(isAtBoundary(sent)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "d", "data:a", "data:a\n", "data:a\r", "data:a\r\n", "data:a\n\nd", "data:a\n\ndata:b\n",
			"data:a\ndata:b\n", "data:a\n\n:", "id:1\r\ndata:a\r\n", "data:a\n:comment\n", ":", "data:\u00e4",
			"\uFEFFdata:a\n", "data:a\n\n\uFEFF:comment\n" })
	void anEventMayNotBegin(String sent) {
		assertThat(isAtBoundary(sent)).isFalse();
	}

	private static boolean isAtBoundary(String sent) {
		EventBoundary whole = new EventBoundary("");
		byte[] bytes = sent.getBytes(StandardCharsets.UTF_8);
		whole.accept(bytes, 0, bytes.length);
		EventBoundary single = new EventBoundary("");
		for (byte value : bytes) {
			single.accept(new byte[] { value }, 0, 1);
		}
		assertThat(single.isAtBoundary()).isEqualTo(whole.isAtBoundary());
		return whole.isAtBoundary();
	}

	@ParameterizedTest
	@ValueSource(strings = { "event:endpoint\ndata:/mcp?sessionId=1\n\n",
			"id:0\r\nevent: endpoint\r\ndata:/mcp\r\n\r\ndata:x\r\n\r\n", "\uFEFFevent:endpoint\n\n" })
	void theFirstEventOfTheModelContextProtocolIsRecognised(String sent) {
		assertThat(follow(sent).isModelContextProtocol()).isTrue();
		assertThat(follow("", sent).isModelContextProtocol()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "data:endpoint\n\n", "event:endpoints\n\n", "event:message\ndata:a\n\n", "" })
	void anotherFirstEventIsNot(String sent) {
		assertThat(follow(sent).isModelContextProtocol()).isFalse();
		assertThat(follow(sent + "data:a\n\n", "event:endpoint\n\n").isModelContextProtocol()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "data:a\n", "data:a\r", "data:a\r\n", "data:a\n\ndata:b\n" })
	void anEventThatIsTornBetweenTwoLinesDoesNotBecomeAWholeOne(String sent) {
		assertThat(follow(sent).endOfTornMessage()).isEqualTo("event:incomplete\n\n");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			data:a                     | ''
			data:a\\nid:1              | id:
			id:1                       | id:
			id:1\\n\\ndata:a           | ''
			id:1\\n\\nid:2\\ndata:a    | id:1
			id: 1\\n\\nid              | id:1
			id:  1\\n\\nid:2           | id:  1
			id:1\\n\\n:c\\n\\nid:2\\na | id:1
			id:1\\n\\nid\\n\\nid:2     | id:
			\uFEFFid:1\\n\\nid:2         | id:1
			id:1\\n\\ni                | ''
			id:1\\n\\nidea:2           | ''
			""")
	void aTornEventDoesNotMoveTheLastEventId(String sent, String line) {
		String text = sent.replace("\\n", "\n");
		assertThat(follow(text).endOfTornMessage()).isEqualTo(endOfTornLine(line));
		assertThat(follow(text.split("(?<=(?s:.))")).endOfTornMessage()).isEqualTo(endOfTornLine(line));
	}

	@Test
	void aTornEventLeavesTheIdThatTheClientHasComeBackWith() {
		EventBoundary boundary = new EventBoundary("41");
		byte[] bytes = "id:42\ndata:a".getBytes(StandardCharsets.UTF_8);
		boundary.accept(bytes, 0, bytes.length);
		assertThat(boundary.endOfTornMessage()).isEqualTo(endOfTornLine("id:41"));
	}

	@Test
	void anIdThatIsTooLongToBeKeptIsNotGivenBackInPart() {
		String longest = "1".repeat(256);
		assertThat(follow("id:" + longest + "\n\nid:2").endOfTornMessage()).isEqualTo(endOfTornLine("id:" + longest));
		assertThat(follow("id:" + longest + "1\n\nid:2").endOfTornMessage()).isEqualTo(endOfTornLine(""));
		assertThat(follow("id:1\n\nid:" + longest + "22222").endOfTornMessage()).isEqualTo(endOfTornLine("id:1"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u00e4", "1\ndata:injected", "1\r", "\0" })
	void anIdThatAServerMayHaveMisreadIsNotGivenBack(String header) {
		EventBoundary boundary = new EventBoundary(header);
		boundary.accept("id:2".getBytes(StandardCharsets.UTF_8), 0, 4);
		assertThat(boundary.endOfTornMessage()).isEqualTo(endOfTornLine(""));
	}

	private static String endOfTornLine(String line) {
		return "\nevent:incomplete\n" + (line.isEmpty() ? "" : line + "\n") + "\n";
	}

	private static EventBoundary follow(String... parts) {
		EventBoundary boundary = new EventBoundary("");
		for (String part : parts) {
			byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
			boundary.accept(bytes, 0, bytes.length);
		}
		return boundary;
	}

}
