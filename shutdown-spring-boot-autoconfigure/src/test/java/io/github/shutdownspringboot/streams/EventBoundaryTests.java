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

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventBoundary}.
 */
class EventBoundaryTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "data:a\n\n", "data:a\r\r", "data:a\r\n\r\n", "data:a\r\n\r", "data:a\n\r\n",
			"data:a\r\n\n", "data:a\n\n\n", ":comment\n\n", ":comment\n", "data:a\n\n:comment\r\n", ":a\n:b\n",
			"data:a\n\ndata:b\n\n", "data:\u00e4\u20ac\n\n" })
	void anEventMayBegin(String sent) {
		assertThat(isAtBoundary(sent)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "d", "data:a", "data:a\n", "data:a\r", "data:a\r\n", "data:a\n\nd", "data:a\n\ndata:b\n",
			"data:a\ndata:b\n", "data:a\n\n:", "id:1\r\ndata:a\r\n", "data:a\n:comment\n", ":", "data:\u00e4" })
	void anEventMayNotBegin(String sent) {
		assertThat(isAtBoundary(sent)).isFalse();
	}

	private static boolean isAtBoundary(String sent) {
		EventBoundary whole = new EventBoundary();
		byte[] bytes = sent.getBytes(StandardCharsets.UTF_8);
		whole.accept(bytes, 0, bytes.length);
		EventBoundary single = new EventBoundary();
		for (byte value : bytes) {
			single.accept(new byte[] { value }, 0, 1);
		}
		assertThat(single.isAtBoundary()).isEqualTo(whole.isAtBoundary());
		return whole.isAtBoundary();
	}

	@ParameterizedTest
	@ValueSource(strings = { "event:endpoint\ndata:/mcp?sessionId=1\n\n",
			"id:0\r\nevent: endpoint\r\ndata:/mcp\r\n\r\ndata:x\r\n\r\n" })
	void theFirstEventOfTheModelContextProtocolIsRecognised(String sent) {
		assertThat(follow(sent).isModelContextProtocol()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "data:endpoint\n\n", "event:endpoints\n\n", "event:message\ndata:a\n\n", "" })
	void anotherFirstEventIsNot(String sent) {
		assertThat(follow(sent).isModelContextProtocol()).isFalse();
		assertThat(follow(sent + "data:a\n\n", "event:endpoint\n\n").isModelContextProtocol()).isFalse();
	}

	private static EventBoundary follow(String... parts) {
		EventBoundary boundary = new EventBoundary();
		for (String part : parts) {
			byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
			boundary.accept(bytes, 0, bytes.length);
		}
		return boundary;
	}

}
