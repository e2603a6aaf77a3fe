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

import java.net.URI;
import java.util.concurrent.CountDownLatch;

/**
 * Clients that read streams of events until they are stopped.
 */
final class StreamLoad implements AutoCloseable {

	private final StreamCounts counts = new StreamCounts();

	private final CountDownLatch stopped = new CountDownLatch(1);

	private StreamLoad() {
	}

	static StreamLoad start(int port, int clients, String path) {
		StreamLoad load = new StreamLoad();
		URI uri = URI.create("http://127.0.0.1:" + port + path);
		for (int i = 0; i < clients; i++) {
			Thread thread = new Thread(new EventClient(uri, load.counts, load.stopped)::run, "stream");
			thread.setDaemon(true);
			thread.start();
		}
		return load;
	}

	StreamCounts getCounts() {
		return this.counts;
	}

	@Override
	public void close() {
		this.stopped.countDown();
	}

}
