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

import io.github.shutdownspringboot.coordinator.Internal;
import io.github.shutdownspringboot.streams.StreamDetails;
import io.github.shutdownspringboot.streams.StreamRegistry;

/**
 * Counts sessions as streams, to be ended like streams.
 *
 * @since 0.1.0
 */
@Internal
public final class WebSocketSessions {

	private final StreamRegistry registry;

	private final CloseFrame frame;

	WebSocketSessions(StreamRegistry registry, CloseFrame frame) {
		this.registry = registry;
		this.frame = frame;
	}

	/**
	 * A session opens.
	 * @param path the path of its request within the application
	 * @param connection its connection; may be closed before this method returns
	 * @return is told when it is over
	 */
	public OpenWebSocket open(String path, WebSocketConnection connection) {
		OpenWebSocket webSocket = new OpenWebSocket(this.frame, connection);
		this.registry.open(StreamDetails.ofWebSocket(path), webSocket, webSocket::countedAs);
		return webSocket;
	}

}
