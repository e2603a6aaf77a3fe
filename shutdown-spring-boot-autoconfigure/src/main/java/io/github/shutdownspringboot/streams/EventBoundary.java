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

import io.github.shutdownspringboot.coordinator.Internal;

/**
 * Follows the bytes of an SSE stream and knows whether the last one ended an event. That
 * is so after a blank line, and at the beginning; a line ends with LF, CR or CRLF, as
 * <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">the HTML
 * standard</a> has it. The line ends of UTF-8 are single bytes that occur in no other
 * character, so characters need not be decoded. Not thread-safe.
 *
 * @since 0.1.0
 */
@Internal
public final class EventBoundary {

	private boolean lineEmpty = true;

	private boolean atBoundary = true;

	private boolean afterCarriageReturn;

	/**
	 * Take note of bytes that are sent.
	 * @param bytes holds the bytes
	 * @param offset the index of the first
	 * @param length how many they are
	 */
	public void accept(byte[] bytes, int offset, int length) {
		for (int i = offset; i < offset + length; i++) {
			accept(bytes[i]);
		}
	}

	/**
	 * Take note of a byte that is sent.
	 * @param value the byte
	 */
	public void accept(byte value) {
		if (value == '\n' && this.afterCarriageReturn) {
			this.afterCarriageReturn = false;
			return;
		}
		this.afterCarriageReturn = (value == '\r');
		if (value == '\n' || value == '\r') {
			this.atBoundary = this.lineEmpty;
			this.lineEmpty = true;
		}
		else {
			this.atBoundary = false;
			this.lineEmpty = false;
		}
	}

	/**
	 * Return whether an event may begin here.
	 * @return whether the last byte ended an event
	 */
	public boolean isAtBoundary() {
		return this.atBoundary;
	}

}
