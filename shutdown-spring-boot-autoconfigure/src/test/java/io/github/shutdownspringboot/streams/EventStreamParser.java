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
import java.util.ArrayList;
import java.util.List;

/**
 * What a browser makes of an event stream, as <a href=
 * "https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">the
 * HTML standard</a> has it. It shares no code with {@link EventBoundary}.
 */
final class EventStreamParser {

	private final List<Event> events = new ArrayList<>();

	private final StringBuilder data = new StringBuilder();

	private String name = "";

	private String idBuffer = "";

	private String lastEventId = "";

	private EventStreamParser() {
	}

	/**
	 * Parse a stream that has ended.
	 * @param bytes all of it
	 * @return what was seen
	 */
	static Seen parse(byte[] bytes) {
		EventStreamParser parser = new EventStreamParser();
		String text = new String(bytes, StandardCharsets.UTF_8);
		String[] lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\r\n|\n|\r", -1);
		// What follows the last line end is discarded, as is an event without a blank
		// line
		for (int i = 0; i < lines.length - 1; i++) {
			parser.line(lines[i]);
		}
		return new Seen(parser.events, parser.lastEventId);
	}

	private void line(String line) {
		int colon = line.indexOf(':');
		if (line.isEmpty()) {
			dispatch();
		}
		else if (colon < 0) {
			field(line, "");
		}
		else if (colon > 0) {
			String value = line.substring(colon + 1);
			field(line.substring(0, colon), value.startsWith(" ") ? value.substring(1) : value);
		}
	}

	private void field(String field, String value) {
		if (field.equals("event")) {
			this.name = value;
		}
		else if (field.equals("data")) {
			this.data.append(value).append('\n');
		}
		else if (field.equals("id") && value.indexOf('\0') < 0) {
			this.idBuffer = value;
		}
	}

	private void dispatch() {
		this.lastEventId = this.idBuffer;
		if (!this.data.isEmpty()) {
			this.data.setLength(this.data.length() - 1);
			this.events.add(new Event(this.name.isEmpty() ? "message" : this.name, this.data.toString()));
		}
		this.data.setLength(0);
		this.name = "";
	}

	/**
	 * What was seen of a stream.
	 *
	 * @param events the events that were dispatched
	 * @param lastEventId what the client would send when it comes back
	 */
	record Seen(List<Event> events, String lastEventId) {

	}

	/**
	 * An event that was dispatched.
	 *
	 * @param name who gets it
	 * @param data what they get
	 */
	record Event(String name, String data) {

	}

}
