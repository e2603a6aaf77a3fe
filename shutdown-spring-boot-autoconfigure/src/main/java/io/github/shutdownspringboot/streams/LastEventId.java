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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Follows the id that a client names when it comes back: that of the last event it has
 * seen. To end a torn event is to let the client have its id, but not the event, which
 * would be lost; so the id before it is given back.
 */
final class LastEventId {

	private static final int LIMIT = 256;

	private static final int LINE_LIMIT = "id: ".length() + LIMIT;

	/**
	 * The line so far, if it may be an id.
	 */
	private @Nullable ByteArrayOutputStream line;

	/**
	 * The id of the last complete event; {@code null} if it is not known.
	 */
	private @Nullable String seen;

	/**
	 * The id of the event that is not complete; {@code null} if it is too long to keep.
	 */
	private @Nullable String next;

	private boolean moves;

	/**
	 * Make one.
	 * @param seen the id that the client has come with, empty if none
	 */
	LastEventId(String seen) {
		// What else a header holds need not be what the client has sent: servers differ
		// in how they decode it
		boolean plain = seen.chars().allMatch((character) -> character >= ' ' && character <= '~');
		this.seen = (plain && seen.length() <= LIMIT) ? seen : null;
	}

	void beginLine(byte first) {
		this.line = (first == 'i') ? new ByteArrayOutputStream() : null;
	}

	void continueLine(byte[] bytes, int begin, int end) {
		ByteArrayOutputStream line = this.line;
		if (line != null) {
			// One more than the limit shows that it is exceeded
			line.write(bytes, begin, Math.min(end - begin, LINE_LIMIT + 1 - line.size()));
		}
	}

	void endLine() {
		ByteArrayOutputStream line = this.line;
		this.line = null;
		if (line == null) {
			return;
		}
		String text = line.toString(StandardCharsets.UTF_8);
		if (text.equals("id") || text.startsWith("id:")) {
			String id = text.substring(Math.min(3, text.length()));
			idIs(id.startsWith(" ") ? id.substring(1) : id, line.size());
		}
	}

	private void idIs(String id, int lineLength) {
		// The standard ignores an id with this character
		if (id.indexOf('\0') < 0) {
			this.next = (lineLength <= LINE_LIMIT && id.length() <= LIMIT) ? id : null;
			this.moves = true;
		}
	}

	void endEvent() {
		if (this.moves) {
			this.seen = this.next;
			this.moves = false;
		}
	}

	/**
	 * The event is torn here.
	 * @return the line that gives the client back the id it had before, empty if nothing
	 * has to be, or can be, given back
	 */
	String giveBack() {
		endLine();
		String seen = this.seen;
		// One space after the colon is no part of the id, a second one would be
		return (this.moves && seen != null) ? "id:" + (seen.startsWith(" ") ? " " : "") + seen + "\n" : "";
	}

}
