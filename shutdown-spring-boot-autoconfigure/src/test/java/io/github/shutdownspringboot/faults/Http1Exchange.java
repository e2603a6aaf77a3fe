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

package io.github.shutdownspringboot.faults;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A client of HTTP/1 that has nothing but a socket, so that it can do what clients do not
 * do on purpose.
 */
final class Http1Exchange implements Exchange {

	private static final int TIMEOUT_MILLIS = 30_000;

	private final Socket socket = new Socket();

	private final int port;

	private final String request;

	private final Function<Response, @Nullable String> words;

	private byte[] rest = {};

	private boolean reset;

	/**
	 * Make a client that is not connected yet.
	 * @param port the port of the server
	 * @param request what it sends first
	 * @param words what it calls the response that it wants, {@code null} for another one
	 */
	Http1Exchange(int port, String request, Function<Response, @Nullable String> words) {
		this.port = port;
		this.request = request;
		this.words = words;
	}

	static String get(String path, String... headers) {
		StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
		for (String header : headers) {
			head.append(header).append("\r\n");
		}
		return head.append("\r\n").toString();
	}

	static String post(String path, String header, String body) {
		return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n" + header
				+ "\r\n\r\n" + body;
	}

	/**
	 * Send the rest of the request while the application drains.
	 * @param rest the rest
	 * @return this client
	 */
	Http1Exchange thenSend(String rest) {
		this.rest = rest.getBytes(StandardCharsets.US_ASCII);
		return this;
	}

	/**
	 * Leave without a word while the application drains.
	 * @return this client
	 */
	Http1Exchange thenReset() {
		this.reset = true;
		return this;
	}

	@Override
	public void begin() throws IOException {
		this.socket.setSoTimeout(TIMEOUT_MILLIS);
		this.socket.connect(new InetSocketAddress("127.0.0.1", this.port));
		this.socket.getOutputStream().write(this.request.getBytes(StandardCharsets.US_ASCII));
	}

	@Override
	public void goOn() throws IOException {
		if (this.reset) {
			this.socket.setSoLinger(true, 0);
			this.socket.close();
		}
		else if (this.rest.length > 0) {
			this.socket.getOutputStream().write(this.rest);
		}
	}

	@Override
	public String see() throws IOException {
		if (this.reset) {
			return "";
		}
		Response response = Response.read(new BufferedInputStream(this.socket.getInputStream()));
		if (response.isRefusal()) {
			return "503";
		}
		if (response.status() == 0) {
			return response.reset() ? "no answer, reset" : "no answer";
		}
		if (!response.complete()) {
			return response.status() + ", cut";
		}
		String words = this.words.apply(response);
		if (words != null) {
			return words;
		}
		return response.isStreamOfWholeConnection() ? response.status() + ", cut" : "another " + response.status();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
