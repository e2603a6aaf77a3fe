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

import org.jspecify.annotations.Nullable;

/**
 * The boundaries of server-sent events. An event ends with a blank line, and a line with
 * LF, CR or CRLF, as <a href=
 * "https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">the
 * HTML standard</a> has it; comments belong to no event. The line ends of UTF-8 are
 * single bytes that occur in no other character, so characters need not be decoded.
 */
final class EventBoundary implements MessageBoundary {

	/**
	 * An event is dispatched to those who listen to its name: nobody listens to this one,
	 * so nobody takes half an event for a whole one.
	 */
	private static final String END_OF_TORN_EVENT = "event:incomplete\n%s\n";

	private static final int FIRST_EVENT_LIMIT = 256;

	/**
	 * Belongs to no line, at the beginning of a stream.
	 */
	private static final byte[] BYTE_ORDER_MARK = { (byte) 0xEF, (byte) 0xBB, (byte) 0xBF };

	private final LastEventId lastEventId;

	/**
	 * How far the stream may have come with its byte order mark; all of it when something
	 * else has followed.
	 */
	private int byteOrderMark;

	private boolean lineEmpty = true;

	private boolean comment;

	private boolean withinEvent;

	private boolean afterCarriageReturn;

	private @Nullable StringBuilder firstEvent = new StringBuilder(0);

	private boolean modelContextProtocol;

	/**
	 * Make one.
	 * @param lastEventId the id that the client has come back with, empty if none
	 */
	EventBoundary(String lastEventId) {
		this.lastEventId = new LastEventId(lastEventId);
	}

	@Override
	public void accept(byte[] bytes, int offset, int length) {
		int end = offset + length;
		int i = skipByteOrderMark(bytes, offset, end);
		if (i == end) {
			return;
		}
		rememberFirstEvent(bytes, i, end - i);
		while (i < end) {
			if (this.lineEmpty) {
				beginLine(bytes[i]);
			}
			if (this.lineEmpty) {
				i++;
			}
			else {
				i = continueLine(bytes, i, end);
			}
		}
		if (!this.withinEvent && this.lineEmpty) {
			this.firstEvent = null;
		}
	}

	private int skipByteOrderMark(byte[] bytes, int begin, int end) {
		int i = begin;
		while (i < end && this.byteOrderMark < BYTE_ORDER_MARK.length
				&& bytes[i] == BYTE_ORDER_MARK[this.byteOrderMark]) {
			this.byteOrderMark++;
			i++;
		}
		if (i < end) {
			this.byteOrderMark = BYTE_ORDER_MARK.length;
		}
		return i;
	}

	/**
	 * Look at the first byte of a line; the line stays empty if that is a line end.
	 * @param first the byte
	 */
	private void beginLine(byte first) {
		boolean secondHalfOfLineEnd = (first == '\n' && this.afterCarriageReturn);
		this.afterCarriageReturn = (first == '\r');
		if (secondHalfOfLineEnd) {
			return;
		}
		if (first == '\n' || first == '\r') {
			endEvent();
			return;
		}
		this.lineEmpty = false;
		this.comment = (first == ':');
		this.lastEventId.beginLine(first);
	}

	private int continueLine(byte[] bytes, int begin, int end) {
		int i = begin;
		while (i < end && bytes[i] != '\n' && bytes[i] != '\r') {
			i++;
		}
		this.lastEventId.continueLine(bytes, begin, i);
		if (i == end) {
			return end;
		}
		this.lastEventId.endLine();
		this.afterCarriageReturn = (bytes[i] == '\r');
		this.withinEvent |= !this.comment;
		this.lineEmpty = true;
		return i + 1;
	}

	private void endEvent() {
		this.lastEventId.endEvent();
		this.withinEvent = false;
		StringBuilder firstEvent = this.firstEvent;
		if (firstEvent != null && !firstEvent.isEmpty()) {
			this.modelContextProtocol = ModelContextProtocol.isEndpointEvent(firstEvent.toString());
			this.firstEvent = null;
		}
	}

	private void rememberFirstEvent(byte[] bytes, int offset, int length) {
		StringBuilder firstEvent = this.firstEvent;
		if (firstEvent != null) {
			firstEvent.append(new String(bytes, offset, Math.min(length, FIRST_EVENT_LIMIT - firstEvent.length()),
					StandardCharsets.ISO_8859_1));
		}
	}

	@Override
	public boolean isAtBoundary() {
		return this.lineEmpty && !this.withinEvent;
	}

	@Override
	public String endOfTornMessage() {
		// At the end of a line, another line end would make the event a whole one
		return (this.lineEmpty ? "" : "\n") + END_OF_TORN_EVENT.formatted(this.lastEventId.giveBack());
	}

	@Override
	public boolean isModelContextProtocol() {
		return this.modelContextProtocol;
	}

}
