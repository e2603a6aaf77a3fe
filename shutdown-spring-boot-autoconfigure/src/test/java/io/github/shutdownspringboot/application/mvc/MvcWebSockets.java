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

package io.github.shutdownspringboot.application.mvc;

import java.io.IOException;

import jakarta.servlet.ServletContext;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.ConcurrentWebSocketSessionDecorator;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import org.springframework.web.socket.server.HandshakeHandler;
import org.springframework.web.socket.server.standard.StandardWebSocketUpgradeStrategy;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/**
 * WebSockets of different making on Spring MVC.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class MvcWebSockets implements WebSocketConfigurer {

	private final MvcApplication.Controller controller;

	private final ServletContext servletContext;

	MvcWebSockets(MvcApplication.Controller controller, ServletContext servletContext) {
		this.controller = controller;
		this.servletContext = servletContext;
	}

	@Override
	public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
		registry.addHandler(new Echo(), "/ws/echo").setHandshakeHandler(handshakeHandler());
		registry.addHandler(new Sending(this.controller), "/ws/sending").setHandshakeHandler(handshakeHandler());
		registry.addHandler(new Flood(), "/ws/flood").setHandshakeHandler(handshakeHandler());
	}

	/**
	 * By default Spring decides by the class path, on which the tests have all servers.
	 */
	private HandshakeHandler handshakeHandler() {
		return this.servletContext.getServerInfo().contains("Tomcat")
				? new DefaultHandshakeHandler(new StandardWebSocketUpgradeStrategy()) : new DefaultHandshakeHandler();
	}

	private static final class Echo extends TextWebSocketHandler {

		@Override
		protected void handleTextMessage(WebSocketSession session, TextMessage message) throws IOException {
			session.sendMessage(message);
		}

	}

	private static final class Sending extends TextWebSocketHandler {

		private final MvcApplication.Controller controller;

		Sending(MvcApplication.Controller controller) {
			this.controller = controller;
		}

		@Override
		public void afterConnectionEstablished(WebSocketSession session) {
			WebSocketSession concurrent = new ConcurrentWebSocketSessionDecorator(session, 1_000, 100_000);
			this.controller.every100Millis((i) -> {
				if (!concurrent.isOpen()) {
					throw new IOException("closed");
				}
				concurrent.sendMessage(new TextMessage("sending " + i));
			}, (ex) -> close(session));
		}

		private static void close(WebSocketSession session) {
			try {
				session.close(CloseStatus.SERVER_ERROR);
			}
			catch (IOException ex) {
				// It is closed
			}
		}

	}

	/**
	 * Sends more than any buffer holds.
	 */
	private static final class Flood extends TextWebSocketHandler {

		@Override
		public void afterConnectionEstablished(WebSocketSession session) {
			Thread thread = new Thread(() -> send(session), "flood");
			thread.setDaemon(true);
			thread.start();
		}

		private static void send(WebSocketSession session) {
			TextMessage message = new TextMessage("flood ".repeat(10_000));
			try {
				for (int i = 0; i < 1_000; i++) {
					session.sendMessage(message);
				}
			}
			catch (IOException | RuntimeException ex) {
				// It is closed
			}
		}

	}

}
