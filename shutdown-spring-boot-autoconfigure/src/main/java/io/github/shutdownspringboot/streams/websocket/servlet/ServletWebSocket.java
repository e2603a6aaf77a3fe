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

package io.github.shutdownspringboot.streams.websocket.servlet;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

import io.github.shutdownspringboot.streams.websocket.CloseFrame;
import io.github.shutdownspringboot.streams.websocket.OpenWebSocket;
import io.github.shutdownspringboot.streams.websocket.WebSocketConnection;
import io.github.shutdownspringboot.streams.websocket.WebSocketSessions;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;

/**
 * A WebSocket from its request to the end of its connection.
 */
final class ServletWebSocket {

	/**
	 * The attribute of the request and of the session that holds it.
	 */
	static final String ATTRIBUTE = ServletWebSocket.class.getName();

	private final WebSocketSessions sessions;

	private final String path;

	private volatile @Nullable UpgradedConnection upgraded;

	/**
	 * It may be ended before it is known to be open.
	 */
	private final CompletableFuture<OpenWebSocket> open = new CompletableFuture<>();

	ServletWebSocket(WebSocketSessions sessions, String path) {
		this.sessions = sessions;
		this.path = path;
	}

	static @Nullable ServletWebSocket of(WebSocketSession session) {
		return (ServletWebSocket) session.getAttributes().get(ATTRIBUTE);
	}

	/**
	 * The connection is known, and tells its end by itself.
	 * @param connection the connection
	 */
	void upgraded(UpgradedConnection connection) {
		this.upgraded = connection;
	}

	void opened(WebSocketSession session) {
		this.open.complete(this.sessions.open(this.path, connection(session)));
	}

	private WebSocketConnection connection(WebSocketSession session) {
		UpgradedConnection upgraded = this.upgraded;
		if (upgraded != null) {
			return new SpringConnection(session, upgraded);
		}
		WebSocketConnection jetty = JettyConnection.Finder.find(session);
		return (jetty != null) ? jetty : new SpringConnection(session, UpgradedConnection.UNKNOWN);
	}

	/**
	 * Return whether the shutdown has begun to end it.
	 * @return whether it has
	 */
	boolean isEnding() {
		OpenWebSocket webSocket = this.open.getNow(null);
		return webSocket != null && webSocket.isEnding();
	}

	/**
	 * The session is closed. On a server that says so as soon as it has sent the close
	 * frame, the client is still to answer.
	 */
	void sessionClosed() {
		this.open.thenAccept((webSocket) -> {
			if (this.upgraded == null || !webSocket.isEnding()) {
				webSocket.closed();
			}
		});
	}

	void connectionClosed() {
		this.open.thenAccept(OpenWebSocket::closed);
	}

	/**
	 * A connection that can be closed.
	 */
	@FunctionalInterface
	interface UpgradedConnection {

		/**
		 * Left to its server, which is another one than those that are known.
		 */
		UpgradedConnection UNKNOWN = () -> {
		};

		/**
		 * Close it. Does not block.
		 */
		void cut();

	}

	/**
	 * A connection that is closed by Spring's session.
	 *
	 * @param session the session
	 * @param upgraded the connection below it
	 */
	private record SpringConnection(WebSocketSession session,
			UpgradedConnection upgraded) implements WebSocketConnection {

		@Override
		public void close(CloseFrame frame) throws IOException {
			this.session.close(new CloseStatus(frame.code(), frame.reason()));
		}

		@Override
		public void cut() {
			this.upgraded.cut();
		}

	}

}
