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

package io.github.shutdownspringboot.fleet;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A client with one connection of HTTP/1.1 that hides nothing: it keeps the connection as
 * long as the server does, never tries again, and tells how a request ended.
 */
public final class HttpConnection implements AutoCloseable {

	/**
	 * Far more than any answer takes. Jetty on virtual threads neither serves nor closes
	 * some of the connections that it accepts while it stops, with or without the
	 * starter; in a process that goes on nobody else does.
	 */
	private static final int TIMEOUT = (int) Duration.ofSeconds(20).toMillis();

	private final int port;

	private @Nullable Socket socket;

	private InputStream input = InputStream.nullInputStream();

	private @Nullable String replica;

	public HttpConnection(int port) {
		this.port = port;
	}

	/**
	 * Send a request, on a new connection if there is none, and read the answer.
	 * @param path the path
	 * @return how it ended
	 */
	public RequestOutcome get(String path) {
		return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
	}

	/**
	 * Send a request that must not be done twice, on a new connection if there is none,
	 * and read the answer.
	 * @param path the path
	 * @param body the body, in ASCII
	 * @return how it ended
	 */
	public RequestOutcome post(String path, String body) {
		return send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: "
				+ body.length() + "\r\n\r\n" + body);
	}

	private RequestOutcome send(String request) {
		boolean reused = this.socket != null;
		if (!reused && !connect()) {
			return RequestOutcome.REFUSED;
		}
		try {
			write(request);
			this.input.mark(1);
			if (this.input.read() == -1) {
				throw new EOFException();
			}
			this.input.reset();
		}
		catch (IOException ex) {
			close();
			return reused ? RequestOutcome.RESET_ON_REUSE : RequestOutcome.RESET;
		}
		try {
			Head head = readHead();
			readBody(head);
			this.replica = head.headers().get("x-replica");
			if ("close".equalsIgnoreCase(head.headers().get("connection"))) {
				close();
			}
			return head.getOutcome();
		}
		catch (IOException ex) {
			close();
			return RequestOutcome.TRUNCATED;
		}
	}

	/**
	 * Return who sent the last whole answer.
	 * @return the replica, {@code null} if it did not say
	 */
	@Nullable String getReplica() {
		return this.replica;
	}

	/**
	 * Wait until the server ends the connection.
	 * @return whether it did so in an orderly way, without a reset
	 */
	public boolean awaitEnd() {
		try {
			return this.input.read() == -1;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private boolean connect() {
		try {
			Socket connected = new Socket("127.0.0.1", this.port);
			connected.setSoTimeout(TIMEOUT);
			connected.setTcpNoDelay(true);
			this.input = new BufferedInputStream(connected.getInputStream());
			this.socket = connected;
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void write(String request) throws IOException {
		Socket connected = this.socket;
		if (connected == null) {
			throw new SocketException("There is no connection");
		}
		connected.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
	}

	private Head readHead() throws IOException {
		int status = Integer.parseInt(readLine().split(" ")[1]);
		Map<String, String> headers = new TreeMap<>();
		for (String line = readLine(); !line.isEmpty(); line = readLine()) {
			int colon = line.indexOf(':');
			headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
		}
		return new Head(status, headers);
	}

	private void readBody(Head head) throws IOException {
		if ("chunked".equalsIgnoreCase(head.headers().get("transfer-encoding"))) {
			int length;
			do {
				length = Integer.parseInt(readLine(), 16);
				this.input.skipNBytes(length);
				readLine();
			}
			while (length > 0);
		}
		else if (head.headers().containsKey("content-length")) {
			this.input.skipNBytes(Long.parseLong(head.headers().get("content-length")));
		}
		else {
			this.input.readAllBytes();
		}
	}

	private String readLine() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = this.input.read(); next != '\n'; next = this.input.read()) {
			if (next == -1) {
				throw new EOFException();
			}
			if (next != '\r') {
				line.append((char) next);
			}
		}
		return line.toString();
	}

	@Override
	public void close() {
		try (Socket ended = this.socket) {
			this.socket = null;
		}
		catch (IOException ex) {
			// It has ended in any case
		}
	}

	private record Head(int status, Map<String, String> headers) {

		RequestOutcome getOutcome() {
			if (this.status < 400) {
				return RequestOutcome.ANSWERED;
			}
			return this.headers.containsKey("retry-after") ? RequestOutcome.TURNED_AWAY : RequestOutcome.FAILED;
		}

	}

}
