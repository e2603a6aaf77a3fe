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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Quick requests on a number of connections that are kept, on one thread: that of the
 * caller.
 */
public final class RequestLoad implements AutoCloseable {

	private static final byte[] REQUEST = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"
		.getBytes(StandardCharsets.US_ASCII);

	private static final long PAUSE_NANOS = 50_000;

	private final Selector selector;

	private final List<Connection> connections = new ArrayList<>();

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);

	private final ByteBuffer request = ByteBuffer.allocateDirect(REQUEST.length).put(REQUEST);

	private final Deque<Connection> idle = new ArrayDeque<>();

	private long[] latencies = new long[1 << 16];

	private int answered;

	public RequestLoad(int port, int connections) {
		try {
			this.selector = Selector.open();
			for (int i = 0; i < connections; i++) {
				SocketChannel channel = SocketChannel
					.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
				channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
				channel.configureBlocking(false);
				Connection connection = new Connection(channel);
				channel.register(this.selector, SelectionKey.OP_READ, connection);
				this.connections.add(connection);
				this.idle.add(connection);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Send the next request of each connection as soon as the last one is answered.
	 * @param duration how long
	 * @return what came back
	 */
	public Answers saturate(Duration duration) {
		this.answered = 0;
		long start = System.nanoTime();
		long end = start + duration.toNanos();
		try {
			while (System.nanoTime() < end) {
				while (!this.idle.isEmpty()) {
					send(this.idle.poll(), System.nanoTime());
				}
				this.selector.select(this::receive, 100);
			}
			long elapsed = System.nanoTime() - start;
			Answers answers = answers(elapsed);
			awaitAnswers();
			return answers;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Send requests at a rate, whether the last ones are answered or not. What has to
	 * wait for a connection takes longer: the time counts from when it was due.
	 * @param requestsPerSecond the rate
	 * @param duration how long
	 * @return what came back
	 */
	public Answers pace(int requestsPerSecond, Duration duration) {
		this.answered = 0;
		long start = System.nanoTime();
		long end = start + duration.toNanos();
		long interval = 1_000_000_000L / requestsPerSecond;
		long due = start;
		try {
			long now = start;
			while (now < end) {
				while (due <= now && !this.idle.isEmpty()) {
					send(this.idle.poll(), due);
					due += interval;
				}
				if (this.selector.selectNow(this::receive) == 0) {
					LockSupport.parkNanos(PAUSE_NANOS);
				}
				now = System.nanoTime();
			}
			awaitAnswers();
			return answers(System.nanoTime() - start);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void send(Connection connection, long dueAt) throws IOException {
		connection.dueAt = dueAt;
		connection.received.setLength(0);
		// Shorter than any send buffer
		connection.channel.write(this.request.rewind());
	}

	private void receive(SelectionKey key) {
		Connection connection = (Connection) key.attachment();
		try {
			this.buffer.clear();
			if (connection.channel.read(this.buffer) == -1) {
				throw new IllegalStateException("A connection has ended");
			}
			this.buffer.flip();
			while (this.buffer.hasRemaining()) {
				connection.received.append((char) this.buffer.get());
			}
			if (connection.isAnswered()) {
				record(System.nanoTime() - connection.dueAt);
				this.idle.add(connection);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void record(long latency) {
		if (this.answered == this.latencies.length) {
			this.latencies = Arrays.copyOf(this.latencies, this.latencies.length * 2);
		}
		this.latencies[this.answered++] = latency;
	}

	private void awaitAnswers() throws IOException {
		long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (this.idle.size() < this.connections.size() && System.nanoTime() < deadline) {
			this.selector.select(this::receive, 100);
		}
	}

	private Answers answers(long elapsedNanos) {
		long[] sorted = Arrays.copyOf(this.latencies, this.answered);
		Arrays.sort(sorted);
		double p99 = (sorted.length != 0) ? sorted[(int) Math.ceil(sorted.length * 0.99) - 1] / 1e3 : Double.NaN;
		double p50 = (sorted.length != 0) ? sorted[sorted.length / 2] / 1e3 : Double.NaN;
		return new Answers(this.answered, this.answered / (elapsedNanos / 1e9), p50, p99);
	}

	@Override
	public void close() {
		try {
			for (Connection connection : this.connections) {
				connection.channel.close();
			}
			this.selector.close();
		}
		catch (IOException ex) {
			// They are of no use any more
		}
	}

	/**
	 * What came back.
	 *
	 * @param count how many answers
	 * @param perSecond how many of them in a second
	 * @param medianMicros the time that one of two takes longer than, in microseconds
	 * @param p99Micros the time that one of a hundred takes longer than, in microseconds
	 */
	public record Answers(int count, double perSecond, double medianMicros, double p99Micros) {

	}

	/**
	 * One connection, and the answer that is coming in.
	 */
	private static final class Connection {

		private final SocketChannel channel;

		private final StringBuilder received = new StringBuilder();

		private long dueAt;

		/**
		 * How long an answer is, once one has been looked at: all are the same.
		 */
		private int length;

		Connection(SocketChannel channel) {
			this.channel = channel;
		}

		boolean isAnswered() {
			if (this.length == 0 && Responses.isComplete(this.received.toString())) {
				if (this.received.indexOf("HTTP/1.1 200") != 0) {
					throw new IllegalStateException("Not the answer that was asked for: " + this.received);
				}
				this.length = this.received.length();
			}
			return this.received.length() == this.length;
		}

	}

}
