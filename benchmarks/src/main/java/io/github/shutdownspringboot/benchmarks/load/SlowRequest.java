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

package io.github.shutdownspringboot.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A request that takes a while, on a connection of its own.
 */
public final class SlowRequest implements AutoCloseable {

	private final Socket socket;

	private long lastByteAt;

	private SlowRequest(Socket socket) {
		this.socket = socket;
	}

	/**
	 * Send the request.
	 * @param port where the application listens
	 * @param millis how long it takes
	 * @return the request
	 */
	public static SlowRequest send(int port, int millis) {
		try {
			Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
			socket.setSoTimeout(60_000);
			socket.getOutputStream()
				.write(("GET /slow?millis=" + millis + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			return new SlowRequest(socket);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Read until the whole answer came or the connection ends.
	 * @return whether the whole answer came
	 */
	public boolean awaitAnswer() {
		return read(true);
	}

	/**
	 * Read until the connection ends.
	 * @return whether the whole answer came
	 */
	public boolean awaitEnd() {
		return read(false);
	}

	private boolean read(boolean answerOnly) {
		StringBuilder response = new StringBuilder();
		byte[] buffer = new byte[4096];
		try {
			InputStream input = this.socket.getInputStream();
			int read = input.read(buffer);
			while (read != -1) {
				this.lastByteAt = System.nanoTime();
				response.append(new String(buffer, 0, read, StandardCharsets.US_ASCII));
				if (answerOnly && Responses.isComplete(response.toString())) {
					break;
				}
				read = input.read(buffer);
			}
		}
		catch (IOException ex) {
			// What came before that counts
		}
		return Responses.isComplete(response.toString()) && response.indexOf("slow") > 0;
	}

	public long getLastByteAt() {
		return this.lastByteAt;
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			// It is of no use any more
		}
	}

}
