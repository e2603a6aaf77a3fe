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
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TerminationEvents}.
 */
class TerminationEventsTests {

	private static final String EVENTS = """
			data:{"type":"error","error":"Server shutdown in progress","code":"server_shutdown","retryAfter":1000}

			data:{"type":"done","reason":"shutdown"}

			""";

	@Test
	void errorComesFirst() {
		assertThat(new String(create("Server shutdown in progress").toBytes(), StandardCharsets.UTF_8))
			.isEqualTo(EVENTS);
	}

	@Test
	void aTornEventIsEndedBeforeThem() {
		assertThat(new String(create("Server shutdown in progress").toBytesAfterTornEvent(), StandardCharsets.UTF_8))
			.isEqualTo("\n\n" + EVENTS);
	}

	@Test
	void theMessageCannotBreakOutOfItsString() {
		assertThat(create("a \"quoted\" \\ shutdown\n\ndata:evil").toString())
			.contains("\"error\":\"a \\\"quoted\\\" \\\\ shutdown\\u000a\\u000adata:evil\",");
	}

	private static TerminationEvents create(String message) {
		return new TerminationEvents(message, Duration.ofSeconds(1));
	}

}
