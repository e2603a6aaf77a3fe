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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.shutdownspringboot.http.servlet.TrackedRequest;
import io.github.shutdownspringboot.streams.websocket.WebSocketSessions;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.util.ClassUtils;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.handler.ExceptionWebSocketHandlerDecorator;
import org.springframework.web.socket.handler.LoggingWebSocketHandlerDecorator;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

/**
 * Copy of the handler of an endpoint whose sessions can be ended. As with other streams,
 * those of excluded paths are left alone.
 */
final class EndableRequestHandler extends WebSocketHttpRequestHandler {

	private static final boolean TOMCAT_PRESENT = ClassUtils.isPresent(
			"org.apache.tomcat.websocket.server.WsHttpUpgradeHandler", EndableRequestHandler.class.getClassLoader());

	private final ObjectProvider<WebSocketSessions> sessions;

	EndableRequestHandler(WebSocketHttpRequestHandler original, ObjectProvider<WebSocketSessions> sessions) {
		super(new EndableSessionHandler(undecorated(original.getWebSocketHandler())), original.getHandshakeHandler());
		this.sessions = sessions;
		List<HandshakeInterceptor> interceptors = new ArrayList<>(original.getHandshakeInterceptors());
		interceptors.add(new HandOver());
		setHandshakeInterceptors(interceptors);
	}

	/**
	 * Take off what the constructor puts on again.
	 * @param handler the handler of the original
	 * @return the handler inside
	 */
	private static WebSocketHandler undecorated(WebSocketHandler handler) {
		return (handler instanceof ExceptionWebSocketHandlerDecorator exceptions
				&& exceptions.getDelegate() instanceof LoggingWebSocketHandlerDecorator logging) ? logging.getDelegate()
						: handler;
	}

	@Override
	public void handleRequest(HttpServletRequest request, HttpServletResponse response)
			throws ServletException, IOException {
		TrackedRequest tracked = TrackedRequest.of(request);
		if (tracked == null) {
			super.handleRequest(request, response);
			return;
		}
		ServletWebSocket webSocket = new ServletWebSocket(this.sessions.getObject(), tracked.getHead().getPath());
		request.setAttribute(ServletWebSocket.ATTRIBUTE, webSocket);
		super.handleRequest(TOMCAT_PRESENT ? TomcatUpgrade.watch(request, webSocket) : request, response);
	}

	/**
	 * From the request to the session.
	 */
	private static final class HandOver implements HandshakeInterceptor {

		@Override
		public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
				Map<String, Object> attributes) {
			if (request instanceof ServletServerHttpRequest servletRequest && servletRequest.getServletRequest()
				.getAttribute(ServletWebSocket.ATTRIBUTE) instanceof ServletWebSocket webSocket) {
				attributes.put(ServletWebSocket.ATTRIBUTE, webSocket);
			}
			return true;
		}

		@Override
		public void afterHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
				@Nullable Exception exception) {
			// Not before the session opens
		}

	}

}
