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

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpUpgradeHandler;
import org.apache.tomcat.websocket.server.WsHttpUpgradeHandler;

/**
 * A request that Tomcat may upgrade to a WebSocket: then the connection is known. Tomcat
 * calls a session closed as soon as it has sent a close frame, and says nothing when the
 * client has answered.
 */
final class TomcatUpgrade extends HttpServletRequestWrapper {

	private final ServletWebSocket webSocket;

	private TomcatUpgrade(HttpServletRequest request, ServletWebSocket webSocket) {
		super(request);
		this.webSocket = webSocket;
	}

	/**
	 * Watch a request for its upgrade. Another server does not notice.
	 * @param request the request
	 * @param webSocket is told the connection
	 * @return the request to go on with
	 */
	static HttpServletRequest watch(HttpServletRequest request, ServletWebSocket webSocket) {
		return new TomcatUpgrade(request, webSocket);
	}

	@Override
	public <T extends HttpUpgradeHandler> T upgrade(Class<T> type) throws IOException, ServletException {
		if (type != WsHttpUpgradeHandler.class) {
			return super.upgrade(type);
		}
		TomcatUpgradeHandler handler = super.upgrade(TomcatUpgradeHandler.class);
		handler.setWebSocket(this.webSocket);
		this.webSocket.upgraded(handler::cut);
		return type.cast(handler);
	}

}
