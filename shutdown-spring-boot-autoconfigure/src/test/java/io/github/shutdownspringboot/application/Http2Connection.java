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

package io.github.shutdownspringboot.application;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersDecoder;
import org.jspecify.annotations.Nullable;

/**
 * A connection of HTTP/2 without TLS that shows what clients hide: the frame by which a
 * server says that it will go away. As much of the protocol as a test needs.
 */
public final class Http2Connection implements AutoCloseable {

	private static final int DATA = 0;

	private static final int HEADERS = 1;

	private static final int RST_STREAM = 3;

	private static final int SETTINGS = 4;

	private static final int PING = 6;

	private static final int GOAWAY = 7;

	private static final int WINDOW_UPDATE = 8;

	private static final int ACK = 1;

	private static final int END_STREAM = 1;

	/**
	 * End of the stream and of its headers.
	 */
	private static final int END = 5;

	/**
	 * More than any response of the tests.
	 */
	private static final byte[] WINDOW = { 0, 0x10, 0, 0 };

	/**
	 * The initial size of the window of a stream is setting number 4.
	 */
	private static final byte[] WINDOW_SETTING = { 0, 4, 0, 0x10, 0, 0 };

	/**
	 * The statuses in the static table of HPACK, from its index 8 on.
	 */
	private static final int[] STATUSES = { 200, 204, 206, 304, 400, 404, 500 };

	private final Socket socket;

	private final DataInputStream input;

	private final OutputStream output;

	private final Http2HeadersDecoder headersDecoder = new DefaultHttp2HeadersDecoder();

	private int nextStream = 1;

	/**
	 * The last goodbye of the server. It may come before the end of a response.
	 */
	private byte @Nullable [] goAway;

	private Http2Connection(Socket socket) throws IOException {
		this.socket = socket;
		this.input = new DataInputStream(socket.getInputStream());
		this.output = socket.getOutputStream();
	}

	/**
	 * Connect to a server that is known to speak HTTP/2.
	 * @param port its port
	 * @return the connection
	 * @throws IOException if there is none
	 */
	public static Http2Connection open(int port) throws IOException {
		Socket socket = new Socket("127.0.0.1", port);
		socket.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
		Http2Connection connection = new Http2Connection(socket);
		connection.output.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		connection.write(SETTINGS, 0, 0, WINDOW_SETTING);
		connection.write(WINDOW_UPDATE, 0, 0, WINDOW);
		return connection;
	}

	/**
	 * Send a request and wait for the head of its response.
	 * @param path the path
	 * @return the status, 0 if it is none of the common ones
	 * @throws IOException if the connection has ended
	 */
	public int get(String path) throws IOException {
		send(path);
		Frame frame = awaitHead();
		int first = skipTableSize(frame.payload()) & 0x7f;
		return (first >= 8 && first < 8 + STATUSES.length) ? STATUSES[first - 8] : 0;
	}

	/**
	 * Send a request.
	 * @param path the path
	 * @throws IOException if the connection has ended
	 */
	public void send(String path) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		// :method GET and :scheme http
		head.write(0x82);
		head.write(0x86);
		literal(head, 4, path);
		literal(head, 1, "localhost");
		write(HEADERS, END, this.nextStream, head.toByteArray());
		this.nextStream += 2;
	}

	/**
	 * Wait for the whole response to the request that was sent last.
	 * @return the response
	 * @throws IOException if the stream or its connection ended before that
	 */
	public Response receive() throws IOException {
		int stream = this.nextStream - 2;
		Http2Headers headers = null;
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		while (true) {
			Frame frame = read();
			answer(frame);
			if (frame.stream() != stream) {
				continue;
			}
			if (frame.type() == RST_STREAM) {
				throw new IOException("The stream was reset");
			}
			if (frame.type() == HEADERS) {
				headers = decode(frame);
			}
			else if (frame.type() == DATA) {
				body.write(frame.payload());
			}
			if (headers != null && (frame.flags() & END_STREAM) != 0) {
				return new Response(Integer.parseInt(headers.status().toString()),
						body.toString(StandardCharsets.UTF_8));
			}
		}
	}

	private Http2Headers decode(Frame frame) throws IOException {
		try {
			return this.headersDecoder.decodeHeaders(frame.stream(), Unpooled.wrappedBuffer(frame.payload()));
		}
		catch (Http2Exception ex) {
			throw new IOException(ex);
		}
	}

	private static int skipTableSize(byte[] block) {
		int i = 0;
		while ((block[i] & 0xe0) == 0x20) {
			int value = block[i++] & 0x1f;
			while (value == 0x1f && (block[i++] & 0x80) != 0) {
				// A long number goes on
			}
		}
		return block[i];
	}

	/**
	 * Wait for the frame by which the server says goodbye.
	 * @return its error code
	 * @throws IOException if the connection ended without one
	 */
	public int awaitGoAway() throws IOException {
		while (this.goAway == null) {
			answer(read());
		}
		byte[] payload = this.goAway;
		return payload[4] << 24 | payload[5] << 16 | payload[6] << 8 | payload[7];
	}

	private Frame awaitHead() throws IOException {
		Frame frame = read();
		while (frame.type() != HEADERS) {
			answer(frame);
			frame = read();
		}
		return frame;
	}

	private void answer(Frame frame) {
		if (frame.flags() != ACK && (frame.type() == SETTINGS || frame.type() == PING)) {
			try {
				write(frame.type(), ACK, 0, (frame.type() == PING) ? frame.payload() : new byte[0]);
			}
			catch (IOException ex) {
				// The server has closed the connection: all it has said is still to be
				// read
			}
		}
	}

	private Frame read() throws IOException {
		int length = this.input.readUnsignedByte() << 16 | this.input.readUnsignedShort();
		int type = this.input.readUnsignedByte();
		int flags = this.input.readUnsignedByte();
		int stream = this.input.readInt() & Integer.MAX_VALUE;
		byte[] payload = this.input.readNBytes(length);
		if (type == GOAWAY) {
			this.goAway = payload;
		}
		return new Frame(type, flags, stream, payload);
	}

	private void write(int type, int flags, int stream, byte[] payload) throws IOException {
		ByteArrayOutputStream frame = new ByteArrayOutputStream();
		frame.write(payload.length >> 16);
		frame.write(payload.length >> 8);
		frame.write(payload.length);
		frame.write(type);
		frame.write(flags);
		for (int shift = 24; shift >= 0; shift -= 8) {
			frame.write(stream >> shift);
		}
		frame.write(payload);
		this.output.write(frame.toByteArray());
	}

	private static void literal(ByteArrayOutputStream head, int name, String value) throws IOException {
		head.write(name);
		head.write(value.length());
		head.write(value.getBytes(StandardCharsets.US_ASCII));
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/**
	 * A whole response.
	 *
	 * @param status its status
	 * @param body its body
	 */
	public record Response(int status, String body) {

	}

	private record Frame(int type, int flags, int stream, byte[] payload) {

	}

}
