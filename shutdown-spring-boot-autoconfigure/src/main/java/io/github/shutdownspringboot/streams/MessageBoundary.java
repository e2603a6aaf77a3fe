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

/**
 * Follows the bytes of a stream and knows whether the last one ended a message. Not
 * thread-safe.
 */
interface MessageBoundary {

	/**
	 * Take note of bytes that are sent.
	 * @param bytes holds the bytes
	 * @param offset the index of the first
	 * @param length how many they are
	 */
	void accept(byte[] bytes, int offset, int length);

	/**
	 * Return whether a message may begin here.
	 * @return whether the last byte ended a message, or there was none yet
	 */
	boolean isAtBoundary();

	/**
	 * Return what ends a message that was left unfinished.
	 * @return what is to be sent
	 */
	String endOfTornMessage();

	/**
	 * Return whether the messages are those of the Model Context Protocol.
	 * @return whether that could be seen
	 */
	default boolean isModelContextProtocol() {
		return false;
	}

	/**
	 * Make one for a stream.
	 * @param stream what is known of the stream
	 * @return follows it
	 */
	static MessageBoundary of(StreamDetails stream) {
		return (stream.kind() == StreamKind.SSE) ? new EventBoundary(stream.lastEventId()) : new LineBoundary();
	}

}
