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

import java.util.List;

import io.github.shutdownspringboot.streams.websocket.CloseFrame;
import io.github.shutdownspringboot.streams.websocket.OpenWebSocket;
import io.github.shutdownspringboot.streams.websocket.WebSocketConnection;
import io.github.shutdownspringboot.streams.websocket.WebSocketSessions;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * Counts a session until its connection is closed or, where the server does not tell
 * that, until the application has done with it.
 */
final class EndableSessionHandler implements WebSocketHandler {

	private final WebSocketHandler delegate;

	private final WebSocketSessions sessions;

	private final String path;

	private final ServerHttpRequest request;

	EndableSessionHandler(WebSocketHandler delegate, WebSocketSessions sessions, String path,
			ServerHttpRequest request) {
		this.delegate = delegate;
		this.sessions = sessions;
		this.path = path;
		this.request = request;
	}

	@Override
	public List<String> getSubProtocols() {
		return this.delegate.getSubProtocols();
	}

	@Override
	public Mono<Void> handle(WebSocketSession session) {
		return Mono.defer(() -> {
			NettyConnection netty = NettyConnection.of(this.request);
			OpenWebSocket webSocket = this.sessions.open(this.path, new Connection(session, netty));
			Mono<Void> handled = this.delegate.handle(session);
			if (netty == null) {
				return handled.doFinally((signal) -> webSocket.closed());
			}
			netty.whenClosed(webSocket::closed);
			return handled;
		});
	}

	private record Connection(WebSocketSession session,
			@Nullable NettyConnection netty) implements WebSocketConnection {

		@Override
		public void close(CloseFrame frame) {
			if (this.netty != null) {
				this.netty.awaitAnswerToClose();
			}
			this.session.close(new CloseStatus(frame.code(), frame.reason())).onErrorComplete().subscribe();
		}

		@Override
		public void cut() {
			if (this.netty != null) {
				this.netty.cut();
			}
		}

	}

}
