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
 * Ends a response that is a stream.
 *
 * @since 0.1.0
 */
@Internal
public interface StreamEnding {

	/**
	 * Return whether the application encodes the stream itself, by compression for one:
	 * text has no place in it. Asked just before {@link #send}.
	 * @return whether it does
	 */
	default boolean isEncoded() {
		return false;
	}

	/**
	 * Send the termination events. Called at most once, when nobody writes to the stream,
	 * on a thread of the shutdown or of the application; may block no longer than the
	 * write does.
	 * @param lastWords what is to be sent; may be empty
	 * @return whether that is on its way to the client
	 */
	boolean send(String lastWords);

	/**
	 * End the stream, of which it is known by now whether it was told goodbye. Called
	 * once after {@link #send}, on the same thread; must not block.
	 */
	default void complete() {
	}

	/**
	 * Return whether the client has been told goodbye, as far as the server can know:
	 * there is nothing to cut then.
	 * @return whether the events have left
	 */
	default boolean isSent() {
		return false;
	}

	/**
	 * Close the connection: the client does not read, or the application is stuck in the
	 * middle of a message. Must not block.
	 * @return whether whoever is just writing comes back from that; otherwise it is
	 * interrupted
	 */
	default boolean cut() {
		return false;
	}

	/**
	 * The application was writing when the connection was closed, and has come back from
	 * that, on this thread.
	 */
	default void writerIsFree() {
	}

}
