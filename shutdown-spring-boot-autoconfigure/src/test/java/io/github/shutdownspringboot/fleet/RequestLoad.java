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

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * Clients that send one request after the other until they are stopped: some keep their
 * connections, others have a fresh one for each request.
 */
public final class RequestLoad implements AutoCloseable {

	private final int port;

	private final Duration pause;

	private final Map<RequestOutcome, LongAdder> counts = new EnumMap<>(RequestOutcome.class);

	private final CountDownLatch stopped = new CountDownLatch(1);

	private final List<Thread> threads = new ArrayList<>();

	private RequestLoad(int port, Duration pause) {
		this.port = port;
		this.pause = pause;
		for (RequestOutcome outcome : RequestOutcome.values()) {
			this.counts.put(outcome, new LongAdder());
		}
	}

	/**
	 * Start clients of a server on this machine.
	 * @param port its port
	 * @param clients how many of each kind
	 * @param pause how long a client waits between two requests
	 * @param requests what they send, the first client the first request, and so on
	 * @return the clients
	 */
	@SafeVarargs
	public static RequestLoad start(int port, int clients, Duration pause,
			Function<HttpConnection, RequestOutcome>... requests) {
		RequestLoad load = new RequestLoad(port, pause);
		for (int i = 0; i < clients; i++) {
			Function<HttpConnection, RequestOutcome> request = requests[i % requests.length];
			load.start(() -> load.run(request, true));
			load.start(() -> load.run(request, false));
		}
		return load;
	}

	private void start(Runnable client) {
		Thread thread = new Thread(client, "load");
		thread.setDaemon(true);
		this.threads.add(thread);
		thread.start();
	}

	private void run(Function<HttpConnection, RequestOutcome> request, boolean keepAlive) {
		try (HttpConnection connection = new HttpConnection(this.port)) {
			while (!this.stopped.await(this.pause.toNanos(), TimeUnit.NANOSECONDS)) {
				this.counts.get(request.apply(connection)).increment();
				if (!keepAlive) {
					connection.close();
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	public long count(RequestOutcome outcome) {
		return this.counts.get(outcome).sum();
	}

	/**
	 * Let the clients finish what they are at.
	 * @return what became of their requests
	 * @throws InterruptedException if interrupted
	 */
	public Map<RequestOutcome, Long> stop() throws InterruptedException {
		this.stopped.countDown();
		for (Thread thread : this.threads) {
			thread.join();
		}
		Map<RequestOutcome, Long> result = new EnumMap<>(RequestOutcome.class);
		this.counts.forEach((outcome, count) -> result.put(outcome, count.sum()));
		return result;
	}

	@Override
	public void close() {
		this.stopped.countDown();
	}

}
