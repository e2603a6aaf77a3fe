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

package io.github.shutdownspringboot.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Collectors;

import io.github.shutdownspringboot.coordinator.ShutdownReport;
import org.jspecify.annotations.Nullable;

/**
 * Threads of the application that are joined. They are not kept from being forgotten when
 * they have ended.
 */
final class JoinedThreads implements Finishable {

	private final Set<Thread> threads = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	private boolean closed;

	/**
	 * Join a thread, unless it is too late.
	 * @param thread the thread
	 * @return whether it is joined
	 */
	boolean tryAdd(Thread thread) {
		synchronized (this.threads) {
			if (!this.closed) {
				this.threads.add(thread);
			}
			return !this.closed;
		}
	}

	/**
	 * Join no more threads.
	 */
	void close() {
		synchronized (this.threads) {
			this.closed = true;
		}
	}

	private List<Thread> getAlive() {
		List<Thread> all;
		synchronized (this.threads) {
			all = new ArrayList<>(this.threads);
		}
		all.removeIf((thread) -> !thread.isAlive());
		return all;
	}

	@Override
	public long getPending() {
		return getAlive().size();
	}

	@Override
	public List<ShutdownReport.Unfinished> getUnfinished() {
		return getAlive().stream()
			.map((thread) -> ShutdownReport.Unfinished.of("joined thread", null, thread))
			.toList();
	}

	@Override
	public void finish() throws InterruptedException {
		for (Thread thread : getAlive()) {
			thread.join();
		}
	}

	@Override
	public boolean finishNow() {
		return getAlive().isEmpty();
	}

	@Override
	public @Nullable String cut() {
		List<Thread> alive = getAlive();
		alive.forEach(Thread::interrupt);
		return alive.isEmpty() ? null
				: alive.stream().map((thread) -> "thread '" + thread.getName() + "'").collect(Collectors.joining(", "));
	}

	@Override
	public void awaitEnd(Duration timeout) throws InterruptedException {
		for (Thread thread : getAlive()) {
			thread.join(timeout.toMillis());
		}
	}

	@Override
	public String toString() {
		return "joined threads";
	}

}
