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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a {@link Finishable}, on a thread if it takes one, and cuts it when that is
 * interrupted.
 */
final class Finisher {

	private static final Logger logger = LoggerFactory.getLogger(Finisher.class);

	private final Finishable finishable;

	private final ShutdownClock clock;

	private final Duration timeToEnd;

	private final Thread thread;

	private final AtomicReference<@Nullable Long> startedAt = new AtomicReference<>();

	private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

	private volatile @Nullable String whatWasCut;

	/**
	 * Make a thread, not started.
	 * @param finishable what to finish
	 * @param clock tells the time
	 * @param timeToEnd the time that tasks have to end after they were cut
	 */
	Finisher(Finishable finishable, ShutdownClock clock, Duration timeToEnd) {
		this.finishable = finishable;
		this.clock = clock;
		this.timeToEnd = timeToEnd;
		this.thread = ShutdownThreads.newThread("shutdown-work-wait", this::run);
	}

	/**
	 * Begin to wait, if that has not begun.
	 */
	void start() {
		if (this.startedAt.compareAndSet(null, this.clock.nanoTime())) {
			if (finishNow()) {
				this.ended.complete(null);
			}
			else {
				this.thread.start();
			}
		}
	}

	private boolean finishNow() {
		try {
			return this.finishable.finishNow();
		}
		catch (Throwable ex) {
			logger.debug("Could not finish {} at once", this.finishable, ex);
			return false;
		}
	}

	/**
	 * Return whether the wait has begun a moment ago, or not at all.
	 * @param duration how long a moment is
	 * @return whether it has lasted for less
	 */
	boolean isYoungerThan(Duration duration) {
		Long startedAt = this.startedAt.get();
		return startedAt == null || this.clock.nanoTime() - startedAt < duration.toNanos();
	}

	/**
	 * The time is over.
	 */
	void cut() {
		this.thread.interrupt();
	}

	private void run() {
		try {
			this.finishable.finish();
		}
		catch (InterruptedException ex) {
			cutNow();
		}
		catch (RuntimeException ex) {
			logger.warn("Could not wait for {}", this.finishable, ex);
		}
		finally {
			// An interrupt that came too late is nobody else's
			Thread.interrupted();
			this.ended.complete(null);
		}
	}

	private void cutNow() {
		try {
			this.whatWasCut = this.finishable.cut();
			this.finishable.awaitEnd(this.timeToEnd);
		}
		catch (InterruptedException ex) {
			// It is over in any case
		}
		catch (RuntimeException ex) {
			logger.warn("Could not cut {}", this.finishable, ex);
		}
	}

	/**
	 * Return what completes when the last task has ended, or nobody waits for it any
	 * more.
	 * @return a future that never fails
	 */
	CompletableFuture<@Nullable Void> ended() {
		return this.ended;
	}

	/**
	 * Say what was cut, or, as long as nobody has come to that, what there is to cut.
	 * @return it in words, one by one
	 */
	List<String> getWhatWasCut() {
		// In this order: what was cut is known before the end is
		List<ShutdownReport.Unfinished> unfinished = getUnfinished();
		String whatWasCut = this.whatWasCut;
		return (whatWasCut != null) ? List.of(whatWasCut)
				: unfinished.stream().map(ShutdownReport.Unfinished::what).toList();
	}

	List<ShutdownReport.Unfinished> getUnfinished() {
		return this.ended.isDone() ? List.of() : this.finishable.getUnfinished();
	}

	long getPending() {
		long pending = this.finishable.getPending();
		return (pending == 0 && this.startedAt.get() != null && !this.ended.isDone()) ? 1 : pending;
	}

}
