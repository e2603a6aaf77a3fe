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

import io.github.shutdownspringboot.streams.websocket.CloseFrame;
import io.github.shutdownspringboot.streams.websocket.WebSocketConnection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.common.WebSocketSession;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.web.socket.adapter.NativeWebSocketSession;

/**
 * A connection of Jetty.
 *
 * @param session the session of the connection
 */
record JettyConnection(CoreSession session) implements WebSocketConnection {

	@Override
	public void close(CloseFrame frame) {
		this.session.sendFrame(new JettyCloseFrame(frame), Callback.NOOP, false);
	}

	@Override
	public void cut() {
		this.session.abort();
	}

	/**
	 * Keeps the types of Jetty away from applications without it.
	 */
	static final class Finder {

		private static final boolean JETTY_PRESENT = ClassUtils
			.isPresent("org.eclipse.jetty.websocket.common.WebSocketSession", Finder.class.getClassLoader());

		private Finder() {
		}

		/**
		 * Find the connection of a session.
		 * @param session the session
		 * @return its connection, {@code null} if the server is another one
		 */
		static @Nullable WebSocketConnection find(org.springframework.web.socket.WebSocketSession session) {
			return (JETTY_PRESENT && session instanceof NativeWebSocketSession nativeSession
					&& nativeSession.getNativeSession() instanceof WebSocketSession jettySession)
							? new JettyConnection(jettySession.getCoreSession()) : null;
		}

	}

}
