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

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import org.jspecify.annotations.Nullable;

/**
 * The thread that is at work on something, while it is. So it is interrupted for that and
 * for nothing that it does later.
 */
final class ThreadAtWork {

	private static final AtomicReferenceFieldUpdater<ThreadAtWork, @Nullable Object> WORKER = AtomicReferenceFieldUpdater
		.newUpdater(ThreadAtWork.class, Object.class, "worker");

	/**
	 * The thread, or {@link Interrupted} once it has been, and {@code null} if there is
	 * none. Most threads come and go without a lock: there is one for each request.
	 */
	private volatile @Nullable Object worker;

	void begin() {
		this.worker = Thread.currentThread();
	}

	void end() {
		if (WORKER.getAndSet(this, null) instanceof Interrupted) {
			synchronized (this) {
				// It has been given by now, and is not for what this thread does next
				Thread.interrupted();
			}
		}
	}

	synchronized boolean interrupt() {
		Object current = this.worker;
		if (current instanceof Thread thread && WORKER.compareAndSet(this, current, new Interrupted(thread))) {
			thread.interrupt();
			return true;
		}
		return current instanceof Interrupted;
	}

	@Nullable Thread get() {
		Object worker = this.worker;
		return (worker instanceof Interrupted interrupted) ? interrupted.thread() : (Thread) worker;
	}

	/**
	 * A thread that must not take the interrupt along.
	 */
	private record Interrupted(Thread thread) {

	}

}
