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

package io.github.shutdownspringboot.streams.websocket;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

import io.github.shutdownspringboot.coordinator.Internal;

/**
 * The close frame that ends a session.
 *
 * @param code its code
 * @param reason its reason, no longer than a close frame may carry
 * @since 0.1.0
 */
@Internal
public record CloseFrame(int code, String reason) {

	/**
	 * A control frame carries 125 bytes, two of which are the code.
	 */
	private static final int MAX_REASON_BYTES = 123;

	/**
	 * Make one.
	 * @param code its code
	 * @param message what the client is told, of any length
	 * @return the frame, with as much of the message as it may carry
	 */
	static CloseFrame of(int code, String message) {
		CharBuffer left = CharBuffer.wrap(message);
		// Stops before the first character that does not fit as a whole
		StandardCharsets.UTF_8.newEncoder().encode(left, ByteBuffer.allocate(MAX_REASON_BYTES), true);
		return new CloseFrame(code, message.substring(0, left.position()));
	}

}
