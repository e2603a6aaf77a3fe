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

package io.github.shutdownspringboot.streams;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownThreads;

/**
 * The threads that end streams: a few, as long as nobody holds them up. To write to a
 * client that does not read takes a thread for the whole of the write timeout; two others
 * then take its place, so that the streams of good clients are reached within a few
 * steps.
 */
final class EndingThreads implements Executor {

	private static final int THREADS = 16;

	/**
	 * Not one for each stream, so that memory is not what runs out. When all are stuck,
	 * the others wait until the first of these are cut.
	 */
	private static final int MOST_THREADS = 256;

	/**
	 * Much longer than a write takes that finds room, also on a machine that is busy.
	 */
	private static final Duration PATIENCE = Duration.ofMillis(100);

	private final ShutdownClock clock;

	private final ThreadPoolExecutor executor;

	EndingThreads(ShutdownClock clock) {
		this.clock = clock;
		// A few tasks for each open stream at most, so the queue cannot grow without
		// bound
		this.executor = new ThreadPoolExecutor(THREADS, MOST_THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> ShutdownThreads.newThread("shutdown-streams-end", task),
				new ThreadPoolExecutor.DiscardPolicy());
		this.executor.allowCoreThreadTimeOut(true);
	}

	@Override
	public void execute(Runnable task) {
		this.executor.execute(() -> {
			Thread thread = Thread.currentThread();
			ShutdownClock.Cancellable heldUp = this.clock.schedule(PATIENCE, () -> growIfWaits(thread));
			try {
				task.run();
			}
			finally {
				heldUp.cancel();
			}
		});
	}

	/**
	 * A thread that does not wait is only slow, as all are on a busy machine: more of
	 * them would make it worse. For one that waits the bound is raised; a thread is
	 * started only for a task that is left.
	 * @param thread has not come back in time
	 */
	private synchronized void growIfWaits(Thread thread) {
		if (thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING) {
			this.executor.setCorePoolSize(Math.min(this.executor.getCorePoolSize() + 2, MOST_THREADS));
		}
	}

	void shutdown() {
		this.executor.shutdown();
	}

}
