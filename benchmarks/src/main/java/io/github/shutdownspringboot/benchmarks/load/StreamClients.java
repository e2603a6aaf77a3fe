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
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Many clients with an open stream each, on one thread: that of the caller.
 */
public final class StreamClients implements AutoCloseable {

	private static final byte[] REQUEST = ("GET /stream HTTP/1.1\r\nHost: localhost\r\n"
			+ "Accept: text/event-stream\r\n\r\n")
		.getBytes(StandardCharsets.US_ASCII);

	/**
	 * How many connections are being made at the same time: fewer than the backlog of any
	 * server.
	 */
	private static final int OPENING_AT_ONCE = 32;

	private final Selector selector;

	private final List<Stream> streams = new ArrayList<>();

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);

	private int opened;

	private int ended;

	private StreamClients(Selector selector) {
		this.selector = selector;
	}

	/**
	 * Open streams, and wait until each has sent its first event.
	 * @param port where the application listens
	 * @param count how many
	 * @return the clients
	 */
	public static StreamClients open(int port, int count) {
		StreamClients clients = null;
		try {
			clients = new StreamClients(Selector.open());
			InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
			long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
			while (clients.opened < count) {
				while (clients.streams.size() < count && clients.streams.size() - clients.opened < OPENING_AT_ONCE) {
					clients.connect(address);
				}
				clients.select();
				if (clients.ended > 0 || System.nanoTime() > deadline) {
					throw new IllegalStateException("Of " + count + " streams " + clients.opened + " were opened");
				}
			}
			return clients;
		}
		catch (IOException | IllegalStateException ex) {
			if (clients != null) {
				clients.close();
			}
			throw (ex instanceof IOException io) ? new UncheckedIOException(io) : (IllegalStateException) ex;
		}
	}

	private void connect(InetSocketAddress address) throws IOException {
		SocketChannel channel = SocketChannel.open();
		channel.configureBlocking(false);
		channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		channel.setOption(StandardSocketOptions.SO_RCVBUF, 8 * 1024);
		Stream stream = new Stream(channel, channel.register(this.selector, SelectionKey.OP_CONNECT));
		stream.key.attach(stream);
		this.streams.add(stream);
		if (channel.connect(address)) {
			begin(stream);
		}
	}

	private void begin(Stream stream) throws IOException {
		// The request is shorter than any send buffer
		stream.channel.write(ByteBuffer.wrap(REQUEST));
		stream.key.interestOps(SelectionKey.OP_READ);
	}

	private void select() throws IOException {
		this.selector.select((key) -> {
			Stream stream = (Stream) key.attachment();
			try {
				if (key.isConnectable() && stream.channel.finishConnect()) {
					begin(stream);
				}
				else if (key.isReadable()) {
					read(stream);
				}
			}
			catch (IOException ex) {
				end(stream);
			}
		}, 100);
	}

	private void read(Stream stream) throws IOException {
		this.buffer.clear();
		int read = stream.channel.read(this.buffer);
		if (read == -1) {
			stream.finished = true;
			end(stream);
			return;
		}
		this.buffer.flip();
		stream.append(this.buffer);
		if (!stream.open && stream.tail().contains("data:")) {
			stream.open = true;
			stream.chunked = stream.tail().toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
			this.opened++;
		}
		if (stream.chunked && stream.tail().endsWith("\r\n0\r\n\r\n")) {
			stream.finished = true;
			end(stream);
		}
	}

	private void end(Stream stream) {
		if (stream.endedAt == 0) {
			stream.endedAt = System.nanoTime();
			this.ended++;
			close(stream);
		}
	}

	private static void close(Stream stream) {
		try {
			stream.channel.close();
		}
		catch (IOException ex) {
			// It is of no use any more
		}
	}

	/**
	 * Wait until each stream has ended, in whatever way.
	 * @param timeout how long to wait at most
	 * @return what became of the streams
	 */
	public Ends awaitEnds(Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		try {
			while (this.ended < this.streams.size() && System.nanoTime() < deadline) {
				select();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		long last = this.streams.stream().mapToLong((stream) -> stream.endedAt).max().orElse(0);
		int complete = (int) this.streams.stream().filter(Stream::isComplete).count();
		int told = (int) this.streams.stream().filter((stream) -> stream.isComplete() && stream.isTold()).count();
		return new Ends(this.streams.size(), complete, told, last);
	}

	@Override
	public void close() {
		this.streams.forEach(StreamClients::close);
		try {
			this.selector.close();
		}
		catch (IOException ex) {
			// It is of no use any more
		}
	}

	/**
	 * What became of the streams.
	 *
	 * @param count how many there were
	 * @param complete how many came to their end and were not cut
	 * @param told how many of these were told that it is because of a shutdown
	 * @param lastAt when the last one ended
	 */
	public record Ends(int count, int complete, int told, long lastAt) {

	}

	/**
	 * One stream, and the last bytes that came.
	 */
	private static final class Stream {

		private final SocketChannel channel;

		private final SelectionKey key;

		private byte[] tail = new byte[0];

		private boolean open;

		private boolean chunked;

		private boolean finished;

		private long endedAt;

		Stream(SocketChannel channel, SelectionKey key) {
			this.channel = channel;
			this.key = key;
		}

		void append(ByteBuffer bytes) {
			int kept = Math.min(this.tail.length, 512);
			byte[] next = new byte[kept + bytes.remaining()];
			System.arraycopy(this.tail, this.tail.length - kept, next, 0, kept);
			bytes.get(next, kept, bytes.remaining());
			this.tail = next;
		}

		String tail() {
			return new String(this.tail, StandardCharsets.US_ASCII);
		}

		/**
		 * Return whether the stream came to its end. One that has no chunks ends with its
		 * connection: nobody can tell whether that was meant.
		 * @return whether it did
		 */
		boolean isComplete() {
			return this.finished && (!this.chunked || tail().endsWith("\r\n0\r\n\r\n"));
		}

		boolean isTold() {
			return tail().contains("shutdown") && tail().contains("\"type\":\"done\"");
		}

	}

}
