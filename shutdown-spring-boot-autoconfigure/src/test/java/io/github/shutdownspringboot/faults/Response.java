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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came over a connection of HTTP/1, up to the end of one response or to whatever
 * ended it.
 *
 * @param status the status, 0 if there is no head
 * @param headers the headers by their names in lower case
 * @param body the body, as far as it came
 * @param complete whether that is all of it
 * @param reset whether the connection was reset
 */
record Response(int status, Map<String, String> headers, byte[] body, boolean complete, boolean reset) {

	static Response read(InputStream input) throws IOException {
		String head = "";
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		boolean complete = false;
		boolean reset = false;
		Map<String, String> headers = new TreeMap<>();
		try {
			head = readHead(input);
			head.lines().skip(1).map((line) -> line.split(":", 2)).forEach((header) -> {
				if (header.length == 2) {
					headers.put(header[0].toLowerCase(Locale.ROOT), header[1].strip());
				}
			});
			complete = readBody(input, head, headers, body);
		}
		catch (SocketTimeoutException ex) {
			throw ex;
		}
		catch (IOException ex) {
			reset = true;
		}
		int status = head.startsWith("HTTP/1.1 ") ? Integer.parseInt(head.substring(9, 12)) : 0;
		return new Response(status, headers, body.toByteArray(), complete, reset);
	}

	/**
	 * Read a head.
	 * @param input what to read from
	 * @return the head, empty if the connection has ended before it has
	 * @throws IOException if it was reset
	 */
	private static String readHead(InputStream input) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int next = input.read();
			if (next < 0) {
				return "";
			}
			head.append((char) next);
		}
		return head.toString();
	}

	private static boolean readBody(InputStream input, String head, Map<String, String> headers,
			ByteArrayOutputStream body) throws IOException {
		if (head.isEmpty()) {
			return false;
		}
		if (head.startsWith("HTTP/1.1 101")) {
			return true;
		}
		if ("chunked".equals(headers.get("transfer-encoding"))) {
			return readChunks(input, body);
		}
		String length = headers.get("content-length");
		if (length == null) {
			input.transferTo(body);
			return "close".equals(headers.get("connection"));
		}
		return copy(input, Integer.parseInt(length), body);
	}

	private static boolean readChunks(InputStream input, ByteArrayOutputStream body) throws IOException {
		while (true) {
			String size = readLine(input);
			if (size.isEmpty()) {
				return false;
			}
			int length = Integer.parseInt(size.split(";", 2)[0].strip(), 16);
			if (!copy(input, length, body) || !copy(input, 2, new ByteArrayOutputStream())) {
				return false;
			}
			if (length == 0) {
				return true;
			}
		}
	}

	private static String readLine(InputStream input) throws IOException {
		StringBuilder line = new StringBuilder();
		int next = input.read();
		while (next >= 0 && next != '\n') {
			line.append((char) next);
			next = input.read();
		}
		return (next < 0) ? "" : line.toString().strip();
	}

	private static boolean copy(InputStream input, int length, ByteArrayOutputStream output) throws IOException {
		byte[] buffer = new byte[8192];
		int left = length;
		while (left > 0) {
			int count = input.read(buffer, 0, Math.min(left, buffer.length));
			if (count < 0) {
				return false;
			}
			output.write(buffer, 0, count);
			left -= count;
		}
		return true;
	}

	String text() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

	/**
	 * Return whether this is an event stream whose end is that of the connection.
	 * @return whether nothing but its last events tells if it is whole
	 */
	boolean isStreamOfWholeConnection() {
		return !"chunked".equals(this.headers.get("transfer-encoding"))
				&& this.headers.getOrDefault("content-type", "").startsWith("text/event-stream");
	}

	/**
	 * Return whether this is how the application turns somebody away: every word of it.
	 * @return whether it is
	 */
	boolean isRefusal() {
		return this.complete && this.status == 503 && "1".equals(this.headers.get("retry-after"))
				&& "application/problem+json".equals(this.headers.get("content-type"))
				&& "close".equals(this.headers.get("connection")) && text().contains("Server shutdown in progress");
	}

}
