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

package io.github.shutdownspringboot.coordinator;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners and callbacks what happens, one after the other and in order, on a
 * thread that nothing else runs on. A listener that throws is logged once; one that
 * blocks keeps the others from hearing more, and nothing else waits for it.
 */
final class ShutdownEvents {

	private static final Logger logger = LoggerFactory.getLogger(ShutdownEvents.class);

	private final ExecutorService executor;

	private volatile List<ShutdownListener> listeners = List.of();

	private volatile String shutdownId = "";

	ShutdownEvents() {
		// One thread, made when the first event comes; there are a few events for each
		// stage and each callback, so the queue cannot grow without bound
		this.executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> ShutdownThreads.newThread("shutdown-events", task),
				// Whoever asks to be told when all is over is told, by himself
				(task, executor) -> task.run());
	}

	void setListeners(List<ShutdownListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	void setShutdownId(String shutdownId) {
		this.shutdownId = shutdownId;
	}

	void publish(Consumer<ShutdownListener> event) {
		if (!this.listeners.isEmpty()) {
			call(() -> this.listeners.forEach((listener) -> fenced(listener, () -> event.accept(listener))));
		}
	}

	void publish(Runnable callback) {
		call(() -> fenced(callback, callback));
	}

	private void call(Runnable task) {
		this.executor.execute(() -> ShutdownMdc.with(this.shutdownId, task));
	}

	private void fenced(Object listener, Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			logger.warn("Shutdown listener {} failed", listener.getClass().getName(), ex);
		}
	}

	/**
	 * Accept no more events, and wait for those that were published.
	 * @param timeout how long to wait
	 * @param log is told if that is not enough
	 */
	void close(Duration timeout, ShutdownLog log) {
		this.executor.shutdown();
		try {
			if (!this.executor.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
				log.listenerBlocks();
				this.executor.shutdownNow();
			}
		}
		catch (InterruptedException ex) {
			this.executor.shutdownNow();
			Thread.currentThread().interrupt();
		}
	}

}
