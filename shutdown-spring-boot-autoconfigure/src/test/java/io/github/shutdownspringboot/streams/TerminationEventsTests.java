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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TerminationEvents} and {@link TerminationFormat}.
 */
class TerminationEventsTests {

	private static final String ERROR = """
			{"type":"error","error":"Server shutdown in progress","code":"server_shutdown","retryAfter":1000}""";

	private static final String DONE = """
			{"type":"done","reason":"shutdown"}""";

	private static final StreamDetails SSE = new StreamDetails(StreamKind.SSE, "text/event-stream", "/chat", false);

	private static final StreamDetails NDJSON = new StreamDetails(StreamKind.NDJSON, "application/x-ndjson", "/log",
			false);

	@Test
	void errorComesFirst() {
		assertThat(create(TerminationFormat.JSON, null).create(SSE))
			.isEqualTo("data:" + ERROR + "\n\ndata:" + DONE + "\n\n");
		assertThat(create(TerminationFormat.NAMED, null).create(SSE))
			.isEqualTo("event:error\ndata:" + ERROR + "\n\nevent:done\ndata:" + DONE + "\n\n");
		assertThat(create(TerminationFormat.OPENAI, null).create(SSE)).isEqualTo("""
				data:{"error":{"message":"Server shutdown in progress","type":"server_error","code":"server_shutdown"}}

				data:[DONE]

				""");
	}

	@ParameterizedTest
	@EnumSource(TerminationFormat.class)
	void aStreamOfLinesGetsTwoLines(TerminationFormat format) {
		assertThat(create(format, Duration.ofSeconds(1)).create(NDJSON)).isEqualTo(ERROR + "\n" + DONE + "\n");
	}

	@Test
	void retryComesBeforeThem() {
		assertThat(create(TerminationFormat.NAMED, Duration.ofSeconds(3)).create(SSE))
			.startsWith("retry:3000\n\nevent:error\ndata:")
			.contains("\"retryAfter\":3000");
	}

	@Test
	void clientsAreToldToComeBackAtDifferentTimes() {
		TerminationEvents events = new TerminationEvents(TerminationFormat.JSON, "shutdown", Duration.ofSeconds(1),
				Duration.ofSeconds(3), Duration.ofSeconds(10), () -> 0.25);
		assertThat(events.create(SSE)).startsWith("retry:5500\n\n");
	}

	@Test
	void aClientOfTheModelContextProtocolIsOnlyToldWhenToComeBack() {
		TerminationEvents events = create(TerminationFormat.JSON, null);
		assertThat(events.create(SSE.withModelContextProtocol())).isEqualTo("retry:1000\n\n");
		assertThat(events.createLate(SSE.withModelContextProtocol())).isEqualTo("retry:1000\n\n");
	}

	@Test
	void aFormatOfOnesOwnKnowsTheStream() {
		List<StreamTerminationEvents.Stream> streams = new ArrayList<>();
		TerminationEvents events = create((stream) -> {
			streams.add(stream);
			return "data:bye\n\n";
		}, null);
		assertThat(events.create(SSE)).isEqualTo("data:bye\n\n");
		assertThat(streams).containsExactly(new StreamTerminationEvents.Stream("text/event-stream", "/chat",
				"Server shutdown in progress", Duration.ofSeconds(1)));
	}

	@Test
	void aFormatThatFailsKeepsNoStreamOpen() {
		assertThat(create((stream) -> {
			throw new IllegalStateException("on purpose");
		}, null).create(SSE)).isEmpty();
	}

	@Test
	void theMessageCannotBreakOutOfItsString() {
		TerminationEvents events = new TerminationEvents(TerminationFormat.JSON,
				"a \"quoted\" \\ shutdown\n\ndata:evil", Duration.ofSeconds(1), null, Duration.ZERO, () -> 0);
		assertThat(events.create(SSE)).contains("\"error\":\"a \\\"quoted\\\" \\\\ shutdown\\u000a\\u000adata:evil\",");
	}

	private static TerminationEvents create(StreamTerminationEvents format, @Nullable Duration retry) {
		return new TerminationEvents(format, "Server shutdown in progress", Duration.ofSeconds(1), retry, Duration.ZERO,
				() -> 0);
	}

}
