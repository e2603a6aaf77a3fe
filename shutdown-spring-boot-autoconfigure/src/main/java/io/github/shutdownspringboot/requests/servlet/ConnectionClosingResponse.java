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

import java.io.IOException;
import java.io.PrintWriter;

import io.github.shutdownspringboot.http.StreamMediaTypes;
import io.github.shutdownspringboot.http.servlet.ServletHttpVersion;
import io.github.shutdownspringboot.requests.RequestGate;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/**
 * Adds {@code Connection: close} to responses that begin after the shutdown did, also to
 * requests that came before it: so the client's pool learns that the connection is about
 * to go. Asked at each place where a response may begin.
 */
final class ConnectionClosingResponse extends HttpServletResponseWrapper {

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

	void closeConnection() {
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

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		closeConnection();
		return super.getOutputStream();
	}

	@Override
	public PrintWriter getWriter() throws IOException {
		closeConnection();
		return super.getWriter();
	}

	@Override
	public void flushBuffer() throws IOException {
		closeConnection();
		super.flushBuffer();
	}

	@Override
	public void sendError(int status) throws IOException {
		closeConnection();
		super.sendError(status);
	}

	@Override
	public void sendError(int status, String message) throws IOException {
		closeConnection();
		super.sendError(status, message);
	}

	@Override
	public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
		closeConnection();
		super.sendRedirect(location, status, clearBuffer);
	}

	@Override
	public void sendRedirect(String location) throws IOException {
		closeConnection();
		super.sendRedirect(location);
	}

}
