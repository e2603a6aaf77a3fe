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
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.coordinator.InFlightTracker;
import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExecutorDrain}.
 */
class ExecutorDrainTests {

	private final ManualShutdownClock clock = new ManualShutdownClock();

	private final Executor executor = new Executor();

	@Test
	void anExecutorThatIsStoppedWhileTheTimeIsOverHasTimeToStop() {
		this.clock.advance(Duration.ofSeconds(10));
		CutAtFirstReading clock = new CutAtFirstReading(this.clock);
		ExecutorDrain drain = drain(clock);
		clock.drain = drain;
		drain.start(CompletableFuture.completedFuture(null));
		assertHasTimeToStop(drain);
	}

	@Test
	void anExecutorThatIsStoppedWhenTheTimeIsOverHasTimeToStop() {
		this.clock.advance(Duration.ofSeconds(10));
		ExecutorDrain drain = drain(this.clock);
		drain.cut();
		assertHasTimeToStop(drain);
	}

	@Test
	void anExecutorThatWasStoppedLongBeforeIsInterruptedAtOnce() {
		ExecutorDrain drain = drain(this.clock);
		drain.start(CompletableFuture.completedFuture(null));
		this.clock.advance(Duration.ofSeconds(10));
		drain.cut();
		assertThat(this.clock.getTasks()).isZero();
		assertThat(drain.ended()).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(this.executor.cut).isTrue();
	}

	private void assertHasTimeToStop(ExecutorDrain drain) {
		assertThat(this.clock.getTasks()).isOne();
		this.executor.idle.countDown();
		assertThat(drain.ended()).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(this.executor.cut).isFalse();
	}

	private ExecutorDrain drain(ShutdownClock clock) {
		return new ExecutorDrain(
				new ExecutorStops(List.of(this.executor), List.of(), List.of(), new InFlightTracker(clock)), clock,
				Duration.ofSeconds(1));
	}

	/**
	 * Its idle threads end when a test has them end.
	 */
	private static final class Executor implements Finishable {

		private final CountDownLatch idle = new CountDownLatch(1);

		private volatile boolean cut;

		@Override
		public long getPending() {
			return 0;
		}

		@Override
		public List<ShutdownReport.Unfinished> getUnfinished() {
			return List.of();
		}

		@Override
		public void finish() throws InterruptedException {
			this.idle.await();
		}

		@Override
		public @Nullable String cut() {
			this.cut = true;
			return "executor";
		}

		@Override
		public void awaitEnd(Duration timeout) {
		}

	}

	/**
	 * The time is over just when an executor is stopped.
	 */
	private static final class CutAtFirstReading implements ShutdownClock {

		private final ManualShutdownClock clock;

		private @Nullable ExecutorDrain drain;

		private CutAtFirstReading(ManualShutdownClock clock) {
			this.clock = clock;
		}

		@Override
		public long nanoTime() {
			ExecutorDrain drain = this.drain;
			this.drain = null;
			if (drain != null) {
				drain.cut();
			}
			return this.clock.nanoTime();
		}

		@Override
		public Instant now() {
			return this.clock.now();
		}

		@Override
		public Cancellable schedule(Duration delay, Runnable task) {
			return this.clock.schedule(delay, task);
		}

	}

}
