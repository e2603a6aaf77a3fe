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

import io.github.shutdownspringboot.streams.EventStreamParser.Event;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventStreamParser}, most of them with the examples of the standard.
 */
class EventStreamParserTests {

	@Test
	void linesOfDataAreOneEvent() {
		assertThat(parse("data: YHOO\ndata: +2\ndata: 10\n\n").events())
			.containsExactly(new Event("message", "YHOO\n+2\n10"));
	}

	@Test
	void commentsAndUnfinishedEventsAreNotSeen() {
		EventStreamParser.Seen seen = parse("""
				: test stream

				data: first event
				id: 1

				data:second event
				id

				data:  third event
				""");
		assertThat(seen.events()).containsExactly(new Event("message", "first event"),
				new Event("message", "second event"));
		assertThat(seen.lastEventId()).isEmpty();
	}

	@Test
	void emptyDataIsAnEvent() {
		assertThat(parse("data\n\ndata\ndata\n\ndata:").events()).containsExactly(new Event("message", ""),
				new Event("message", "\n"));
	}

	@Test
	void oneSpaceAfterTheColonIsIgnored() {
		assertThat(parse("data:test\n\ndata: test\n\ndata:  test\n\n").events())
			.containsExactly(new Event("message", "test"), new Event("message", "test"), new Event("message", " test"));
	}

	@Test
	void anEventHasAName() {
		assertThat(parse("event: add\ndata: 73857293\n\nevent:none\n\ndata:a\n\n").events())
			.containsExactly(new Event("add", "73857293"), new Event("message", "a"));
	}

	@Test
	void eachLineEndEndsALine() {
		assertThat(parse("\uFEFFdata:a\r\rdata:b\r\n\r\ndata:c\n\r\ndata:d\r\ndata:e\n\n").events()).containsExactly(
				new Event("message", "a"), new Event("message", "b"), new Event("message", "c"),
				new Event("message", "d\ne"));
	}

	@Test
	void theLastIdIsThatOfTheLastBlock() {
		assertThat(parse("id:1\n\nid:2\n").lastEventId()).isEqualTo("1");
		assertThat(parse("id:1\n\ndata:a\n\n").lastEventId()).isEqualTo("1");
		assertThat(parse("id:1\n\nid:2\0\n\n").lastEventId()).isEqualTo("1");
	}

	@Test
	void halfACharacterIsReplaced() {
		byte[] bytes = "data:\u20ac\n\n".getBytes(StandardCharsets.UTF_8);
		bytes[7] = 'x';
		assertThat(EventStreamParser.parse(bytes).events()).containsExactly(new Event("message", "\uFFFDx"));
	}

	private static EventStreamParser.Seen parse(String text) {
		return EventStreamParser.parse(text.getBytes(StandardCharsets.UTF_8));
	}

}
