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

package io.github.shutdownspringboot.streams.websocket.reactive;

import io.github.shutdownspringboot.http.reactive.TrackedResponse;
import io.github.shutdownspringboot.streams.websocket.WebSocketSessions;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.server.ServerWebExchange;

/**
 * Counts the sessions of the requests that are tracked, so that they can be ended.
 */
final class EndableWebSocketService implements WebSocketService {

	private final WebSocketService delegate;

	private final ObjectProvider<WebSocketSessions> sessions;

	EndableWebSocketService(WebSocketService delegate, ObjectProvider<WebSocketSessions> sessions) {
		this.delegate = delegate;
		this.sessions = sessions;
	}

	@Override
	public Mono<Void> handleRequest(ServerWebExchange exchange, WebSocketHandler handler) {
		TrackedResponse response = TrackedResponse.find(exchange.getResponse());
		return this.delegate.handleRequest(exchange, (response != null) ? new EndableSessionHandler(handler,
				this.sessions.getObject(), response.getHead().getPath(), response.getRequest()) : handler);
	}

}
