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

import io.github.shutdownspringboot.coordinator.Internal;

/**
 * What a stream is sent before it is closed: an error, so that nobody takes half an
 * answer for a whole one, then done. The events have no name, so that the
 * {@code onmessage} of a browser's {@code EventSource} sees them.
 *
 * @since 0.1.0
 */
@Internal
public final class TerminationEvents {

	private final String events;

	private final byte[] bytes;

	TerminationEvents(String message, Duration retryAfter) {
		this.events = """
				data:{"type":"error","error":"%s","code":"server_shutdown","retryAfter":%d}

				data:{"type":"done","reason":"shutdown"}

				""".formatted(escape(message), retryAfter.toMillis());
		this.bytes = this.events.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Escape a string as <a href="https://www.rfc-editor.org/rfc/rfc8259#section-7">RFC
	 * 8259, section 7</a> has it.
	 * @param value the string
	 * @return what stands for it between two quotes
	 */
	private static String escape(String value) {
		StringBuilder escaped = new StringBuilder(value.length());
		value.chars().forEach((character) -> {
			if (character == '"' || character == '\\') {
				escaped.append('\\').append((char) character);
			}
			else if (character < ' ') {
				escaped.append("\\u%04x".formatted(character));
			}
			else {
				escaped.append((char) character);
			}
		});
		return escaped.toString();
	}

	/**
	 * Return the events as they are sent at an event boundary.
	 * @return the bytes
	 */
	public byte[] toBytes() {
		return this.bytes.clone();
	}

	/**
	 * Return the events as they are sent when the application has left an event
	 * unfinished: a blank line ends it, and the events follow.
	 * @return the bytes
	 */
	public byte[] toBytesAfterTornEvent() {
		return ("\n\n" + this.events).getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		return this.events;
	}

}
