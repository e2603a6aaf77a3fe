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

import io.github.shutdownspringboot.coordinator.Internal;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.websocket.server.WsHttpUpgradeHandler;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's handler of a WebSocket connection, which also tells the end of the connection
 * and can close it. Public because Tomcat makes it.
 *
 * @since 0.1.0
 */
@Internal
public final class TomcatUpgradeHandler extends WsHttpUpgradeHandler {

	private volatile @Nullable SocketWrapperBase<?> socket;

	private volatile @Nullable ServletWebSocket webSocket;

	void setWebSocket(ServletWebSocket webSocket) {
		this.webSocket = webSocket;
	}

	@Override
	public void setSocketWrapper(SocketWrapperBase<?> socketWrapper) {
		super.setSocketWrapper(socketWrapper);
		this.socket = socketWrapper;
	}

	void cut() {
		SocketWrapperBase<?> socket = this.socket;
		if (socket != null) {
			socket.close();
		}
	}

	@Override
	public void destroy() {
		try {
			super.destroy();
		}
		finally {
			ServletWebSocket webSocket = this.webSocket;
			if (webSocket != null) {
				webSocket.connectionClosed();
			}
		}
	}

}
