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

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * Reads events as a browser's {@code EventSource} does: comes back after any end, after
 * the time that it was last told, with the id of the last event that it has read to its
 * end.
 */
final class EventClient {

	/**
	 * What a client waits that was not told how long.
	 */
	static final Duration UNTOLD_RETRY = Duration.ofSeconds(3);

	private final URI uri;

	private final StreamCounts counts;

	private final CountDownLatch stopped;

	private Duration retry = UNTOLD_RETRY;

	private @Nullable String lastId;

	/**
	 * Whether the last stream has ended and there is no event of the next one yet.
	 */
	private boolean away;

	/**
	 * When it first tried to come back.
	 */
	private long attemptNanos;

	private @Nullable String replica;

	EventClient(URI uri, StreamCounts counts, CountDownLatch stopped) {
		this.uri = uri;
		this.counts = counts;
		this.stopped = stopped;
	}

	void run() {
		try {
			do {
				read();
			}
			while (!this.stopped.await(this.retry.toNanos(), TimeUnit.NANOSECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void read() {
		if (this.attemptNanos == 0) {
			this.attemptNanos = System.nanoTime();
		}
		AtomicBoolean begun = new AtomicBoolean();
		boolean orderly = false;
		Goodbye goodbye = new Goodbye();
		try {
			orderly = readEvents(goodbye, begun);
		}
		catch (IOException ex) {
			// As it is counted below
		}
		if (this.stopped.getCount() == 0) {
			return;
		}
		if (begun.get()) {
			this.away = true;
			this.attemptNanos = 0;
			this.counts.ended(orderly && goodbye.isWhole());
		}
		else {
			this.counts.notConnected();
		}
	}

	private boolean readEvents(Goodbye goodbye, AtomicBoolean begun) throws IOException {
		HttpURLConnection connection = (HttpURLConnection) this.uri.toURL().openConnection();
		connection.setRequestProperty("Accept", "text/event-stream");
		connection.setReadTimeout((int) Duration.ofSeconds(30).toMillis());
		if (this.lastId != null) {
			connection.setRequestProperty("Last-Event-ID", this.lastId);
		}
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
			String from = connection.getHeaderField("X-Replica");
			String id = null;
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				if (this.stopped.getCount() == 0) {
					return true;
				}
				if (line.startsWith("id:")) {
					id = line.substring(3).trim();
				}
				else if (line.startsWith("retry:")) {
					this.retry = Duration.ofMillis(Long.parseLong(line.substring(6).trim()));
				}
				else if (line.startsWith("data:")) {
					goodbye.read(line);
				}
				else if (line.isEmpty() && id != null) {
					begun.set(true);
					event(Long.parseLong(id), from);
					id = null;
				}
			}
			return true;
		}
		catch (EOFException ex) {
			return false;
		}
	}

	private void event(long id, @Nullable String from) {
		this.counts.event((this.lastId == null) ? 0 : id - Long.parseLong(this.lastId) - 1);
		this.lastId = Long.toString(id);
		if (this.away) {
			// Not how long this thread has slept, which may be more than it was told
			this.counts.isBack(this.retry.plusNanos(System.nanoTime() - this.attemptNanos),
					!Objects.equals(from, this.replica));
			this.away = false;
		}
		this.replica = from;
	}

	/**
	 * The two events that the starter ends a stream with.
	 */
	private static final class Goodbye {

		private boolean error;

		private boolean done;

		void read(String line) {
			this.error |= line.contains("\"type\":\"error\"") && line.contains("shutdown");
			this.done |= this.error && line.contains("\"type\":\"done\"");
		}

		boolean isWhole() {
			return this.done;
		}

	}

}
