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

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A WebSocket that is open, or does not come to be. It says nothing but goodbye.
 */
final class WebSocketExchange implements Exchange {

	private static final int CLOSE = 0x88;

	/**
	 * A close frame with a mask of zeros and the code 1001.
	 */
	private static final byte[] CLOSE_ANSWER = { (byte) CLOSE, (byte) 0x82, 0, 0, 0, 0, 1001 >> 8, (byte) 1001 };

	private final Socket socket;

	private final String path;

	WebSocketExchange(int port, String path) throws IOException {
		this.socket = new Socket("127.0.0.1", port);
		this.socket.setSoTimeout(30_000);
		this.path = path;
	}

	@Override
	public void begin() throws IOException {
		this.socket.getOutputStream()
			.write(Http1Exchange
				.get(this.path, "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
						"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
				.getBytes(StandardCharsets.US_ASCII));
	}

	@Override
	public void goOn() {
		// Waits
	}

	@Override
	public String see() throws IOException {
		DataInputStream input = new DataInputStream(this.socket.getInputStream());
		Response response = Response.read(input);
		if (response.status() != 101) {
			return response.isRefusal() ? "503" : "unexpected: " + response.status();
		}
		int type = input.readUnsignedByte();
		int length = input.readUnsignedByte();
		int code = input.readUnsignedShort();
		String reason = new String(input.readNBytes(length - 2), StandardCharsets.UTF_8);
		this.socket.getOutputStream().write(CLOSE_ANSWER);
		boolean ended = input.read() < 0;
		return (type == CLOSE && code == 1001 && reason.equals("Server shutdown in progress") && ended)
				? "close frame 1001" : "unexpected: " + type + " " + code + " " + reason;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
