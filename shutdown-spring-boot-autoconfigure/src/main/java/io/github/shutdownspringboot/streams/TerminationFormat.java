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

import io.github.shutdownspringboot.http.StreamMediaTypes;

/**
 * The built-in formats. In each an error comes first: a bare end would look like success.
 */
enum TerminationFormat implements StreamTerminationEvents {

	/**
	 * Unnamed events, which each client's default listener gets.
	 */
	JSON("data:%1$s\n\ndata:%2$s\n\n"),

	/**
	 * The same under the names {@code error} and {@code done}.
	 */
	NAMED("event:error\ndata:%1$s\n\nevent:done\ndata:%2$s\n\n"),

	/**
	 * What clients of OpenAI-compatible APIs raise an error for.
	 */
	OPENAI("""
			data:{"error":{"message":"%3$s","type":"server_error","code":"server_shutdown"}}

			data:[DONE]

			""");

	private static final String DONE = "{\"type\":\"done\",\"reason\":\"shutdown\"}";

	/**
	 * Has room for an object that tells of the error, one that tells of the end, and the
	 * escaped message.
	 */
	private final String events;

	TerminationFormat(String events) {
		this.events = events;
	}

	@Override
	public String create(Stream stream) {
		String message = escape(stream.message());
		String error = "{\"type\":\"error\",\"error\":\"%s\",\"code\":\"server_shutdown\",\"retryAfter\":%d}"
			.formatted(message, stream.retryAfter().toMillis());
		return StreamMediaTypes.isEventStream(stream.mediaType()) ? this.events.formatted(error, DONE, message)
				: error + "\n" + DONE + "\n";
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

}
