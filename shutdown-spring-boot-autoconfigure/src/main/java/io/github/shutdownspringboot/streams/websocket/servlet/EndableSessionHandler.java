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

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;

/**
 * Tells a {@link ServletWebSocket} of the beginning and the end of its session, and keeps
 * from the application what a client sends before it has seen the close frame: no answer
 * can be given any more.
 */
final class EndableSessionHandler extends WebSocketHandlerDecorator {

	private static final Logger logger = LoggerFactory.getLogger(EndableSessionHandler.class);

	EndableSessionHandler(WebSocketHandler delegate) {
		super(delegate);
	}

	@Override
	public void afterConnectionEstablished(WebSocketSession session) throws Exception {
		ServletWebSocket webSocket = ServletWebSocket.of(session);
		if (webSocket != null) {
			webSocket.opened(session);
		}
		super.afterConnectionEstablished(session);
	}

	@Override
	public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) throws Exception {
		ServletWebSocket webSocket = ServletWebSocket.of(session);
		if (webSocket == null) {
			super.handleMessage(session, message);
		}
		else if (!webSocket.isEnding()) {
			handleMessage(session, message, webSocket);
		}
	}

	private void handleMessage(WebSocketSession session, WebSocketMessage<?> message, ServletWebSocket webSocket)
			throws Exception {
		try {
			super.handleMessage(session, message);
		}
		catch (Exception ex) {
			// What the application throws when its session was ended is no error, and is
			// not to be answered with another close frame
			if (!webSocket.isEnding()) {
				throw ex;
			}
			logger.debug("A message was not handled because its session was ended", ex);
		}
	}

	@Override
	public void afterConnectionClosed(WebSocketSession session, CloseStatus closeStatus) throws Exception {
		try {
			super.afterConnectionClosed(session, closeStatus);
		}
		finally {
			ServletWebSocket webSocket = ServletWebSocket.of(session);
			if (webSocket != null) {
				webSocket.sessionClosed();
			}
		}
	}

}
