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

package io.github.shutdownspringboot.requests.servlet;

import io.github.shutdownspringboot.http.StreamMediaTypes;
import io.github.shutdownspringboot.http.servlet.BeginAwareResponse;
import io.github.shutdownspringboot.http.servlet.ServletHttpVersion;
import io.github.shutdownspringboot.requests.RequestGate;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Adds {@code Connection: close} to responses that begin after the shutdown did, also to
 * requests that came before it: so the client's pool learns that the connection is about
 * to go.
 */
final class ConnectionClosingResponse extends BeginAwareResponse {

	private final HttpServletRequest request;

	private final RequestGate gate;

	private final StreamMediaTypes streamMediaTypes;

	ConnectionClosingResponse(HttpServletRequest request, HttpServletResponse response, RequestGate gate,
			StreamMediaTypes streamMediaTypes) {
		super(response);
		this.request = request;
		this.gate = gate;
		this.streamMediaTypes = streamMediaTypes;
	}

	@Override
	public void mayBegin() {
		if (this.gate.isClosingConnections() && !isCommitted() && ServletHttpVersion.isHttp1(this.request)
				&& !isForWebSocket() && !isStream()) {
			setHeader("Connection", "close");
		}
	}

	/**
	 * Return whether the response needs its {@code Connection} header for itself.
	 * @return whether the client asks for a WebSocket
	 */
	private boolean isForWebSocket() {
		return "websocket".equalsIgnoreCase(this.request.getHeader("Upgrade"));
	}

	/**
	 * Return whether the response needs its chunks, which Tomcat and Jetty leave out on a
	 * connection to be closed: without them a client cannot tell an end from a cut.
	 * @return whether it is a stream
	 */
	private boolean isStream() {
		return this.streamMediaTypes.find(getContentType()) != null;
	}

}
