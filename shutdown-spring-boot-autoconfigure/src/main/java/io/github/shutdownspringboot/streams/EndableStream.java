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
 * An open stream, as the shutdown sees it: it asks for the end, insists, and gives up.
 * All methods are called at most once, on threads of the shutdown; the later ones only if
 * the stream is still open. Their times come in this order, but one thread may overtake
 * another.
 *
 * @since 0.1.0
 */
@Internal
public interface EndableStream {

	/**
	 * Tell the client goodbye and end the stream, as soon as that can be done between two
	 * messages.
	 */
	void requestEnd();

	/**
	 * Half of the time is over: do not wait for the end of a message any more.
	 */
	default void forceEnd() {
	}

	/**
	 * All of the time is over: close the connection. Must not block.
	 */
	void cut();

}
