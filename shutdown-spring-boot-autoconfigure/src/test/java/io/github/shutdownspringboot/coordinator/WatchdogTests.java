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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Watchdog}.
 */
class WatchdogTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(4);

	private static final Duration LAST_MOMENT = Duration.ofMillis(400);

	private static final Duration LAST_LINES = Duration.ofMillis(300);

	private final ManualShutdownClock clock = new ManualShutdownClock();

	private final TestProcessEnd processEnd = new TestProcessEnd();

	private final TestActions actions = new TestActions();

	@AfterEach
	void letGo() {
		this.actions.letGo.countDown();
	}

	@Test
	void nothingHappensBeforeTheDeadline() {
		start(this.processEnd);
		this.clock.advance(TIMEOUT.minusNanos(1));
		assertThat(this.actions.passed.getCount()).isOne();
		assertThat(this.processEnd.halts).hasValue(0);
	}

	@Test
	void theProcessIsEndedAMomentAfterTheDeadlineWhenTheLogsAreFlushed() throws Exception {
		start(this.processEnd);
		this.clock.advance(TIMEOUT);
		await(this.actions.passed);
		this.clock.advance(LAST_MOMENT.minusNanos(1));
		assertThat(this.actions.forced.getCount()).isOne();
		assertThat(this.processEnd.halts).hasValue(0);
		this.clock.advance(Duration.ofNanos(1));
		await(this.actions.forced);
		Awaitility.await().until(() -> this.processEnd.halts.get() > 0);
		assertThat(this.processEnd.flushes).hasValue(1);
	}

	@Test
	void betweenTheDeadlineAndTheEndTheClosingIsPushedOnAndAgain() throws Exception {
		start(this.processEnd);
		this.clock.advance(TIMEOUT.plusMillis(49));
		assertThat(this.actions.pushes.availablePermits()).isZero();
		for (int turn = 1; turn <= 7; turn++) {
			this.clock.advance(Duration.ofMillis((turn == 1) ? 1 : 50));
			assertThat(this.actions.pushes.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
			Awaitility.await().until(() -> !this.actions.pushing.isAlive());
		}
		assertThat(this.actions.forced.getCount()).isOne();
	}

	@Test
	void whatPushesIsNotCalledTwiceAtATime() throws Exception {
		this.actions.hanging = true;
		start(this.processEnd);
		this.clock.advance(TIMEOUT.plusMillis(399));
		assertThat(this.actions.pushes.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.actions.pushes.availablePermits()).isZero();
	}

	@Test
	void aReportThatBlocksDoesNotKeepTheClosingFromBeingPushedOnAgain() throws Exception {
		CountDownLatch reporting = new CountDownLatch(1);
		this.actions.report = () -> {
			reporting.countDown();
			awaitUninterruptibly(this.actions.letGo);
		};
		start(this.processEnd);
		this.clock.advance(TIMEOUT.plusMillis(50));
		await(reporting);
		this.clock.advance(Duration.ofMillis(50));
		assertThat(this.actions.pushes.tryAcquire(2, 30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void theLogsAreFlushedAndTheProcessIsEndedAlsoIfTheLastWordsHang() throws Exception {
		this.actions.hanging = true;
		start(this.processEnd);
		this.clock.advance(TIMEOUT.plus(LAST_MOMENT));
		await(this.actions.forced);
		Awaitility.await().until(() -> this.processEnd.halts.get() > 0);
		assertThat(this.processEnd.flushes).hasValue(1);
	}

	@Test
	void theProcessIsEndedAlsoIfTheLogsHang() throws Exception {
		this.processEnd.hanging = this.actions.letGo;
		start(this.processEnd);
		this.clock.advance(TIMEOUT.plus(LAST_MOMENT));
		Awaitility.await().until(() -> this.processEnd.flushes.get() > 0);
		assertThat(this.processEnd.halts).hasValue(0);
		this.clock.advance(LAST_LINES);
		assertThat(this.processEnd.halts).hasValue(1);
	}

	@Test
	void theProcessIsEndedAlsoIfNobodyNoticesThatItIsUnderWay() {
		this.processEnd.failing = true;
		start(this.processEnd);
		this.clock.advance(TIMEOUT.plusSeconds(1));
		assertThat(this.processEnd.halts).hasPositiveValue();
	}

	@Test
	void whereOnlyAContextClosesNothingIsEnded() throws Exception {
		this.processEnd.underWay = false;
		start(this.processEnd);
		this.clock.advance(Duration.ofMinutes(1));
		await(this.actions.passed);
		assertThat(this.actions.pushes.availablePermits()).isZero();
		assertThat(this.actions.forced.getCount()).isOne();
		assertThat(this.processEnd.halts).hasValue(0);
	}

	@Test
	void whereTheProcessIsToEndWhileAContextIsStuckItIsEndedThen() throws Exception {
		this.processEnd.underWay = false;
		start(this.processEnd);
		this.clock.advance(Duration.ofMinutes(1));
		this.processEnd.begin();
		this.clock.advance(LAST_MOMENT);
		await(this.actions.forced);
		Awaitility.await().until(() -> this.processEnd.halts.get() > 0);
	}

	@Test
	void whereTheProcessIsToEndAfterAContextHasClosedLateItIsLeftAlone() {
		this.processEnd.underWay = false;
		Watchdog watchdog = start(this.processEnd);
		this.clock.advance(Duration.ofMinutes(1));
		watchdog.contextClosed();
		assertThat(this.processEnd.whenUnderWay).isEmpty();
		assertThat(this.clock.getTasks()).isZero();
	}

	@Test
	void whereTheEndIsNotToBeForcedTheDeadlineIsOnlyTold() throws Exception {
		start(null);
		this.clock.advance(Duration.ofMinutes(1));
		await(this.actions.passed);
		assertThat(this.actions.forced.getCount()).isOne();
	}

	@Test
	void aContextThatHasClosedInTimeIsTheEndOfItUnlessTheJvmExits() throws Exception {
		this.processEnd.underWay = false;
		start(this.processEnd).contextClosed();
		assertThat(this.clock.getTasks()).isZero();
		this.processEnd.underWay = true;
		start(this.processEnd).contextClosed();
		this.clock.advance(TIMEOUT.plus(LAST_MOMENT));
		await(this.actions.forced);
	}

	private Watchdog start(@Nullable ProcessEnd processEnd) {
		Watchdog watchdog = new Watchdog(this.clock, "id", this.actions, processEnd);
		watchdog.start(TIMEOUT);
		return watchdog;
	}

	private static void await(CountDownLatch latch) throws InterruptedException {
		assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
	}

	static void awaitUninterruptibly(CountDownLatch latch) {
		boolean over = false;
		while (!over) {
			try {
				latch.await();
				over = true;
			}
			catch (InterruptedException ex) {
				// What hangs may be deaf
			}
		}
	}

	private static final class TestActions implements DeadlineActions {

		private final CountDownLatch passed = new CountDownLatch(1);

		private final Semaphore pushes = new Semaphore(0);

		private final CountDownLatch forced = new CountDownLatch(1);

		private final CountDownLatch letGo = new CountDownLatch(1);

		private volatile Thread pushing = Thread.currentThread();

		private volatile boolean hanging;

		private volatile Runnable report = () -> {
		};

		@Override
		public void deadlinePassed() {
			this.passed.countDown();
		}

		@Override
		public Runnable pushOn() {
			this.pushing = Thread.currentThread();
			this.pushes.release();
			hang();
			return this.report;
		}

		@Override
		public void forced() {
			this.forced.countDown();
			hang();
		}

		private void hang() {
			if (this.hanging) {
				awaitUninterruptibly(this.letGo);
			}
		}

	}

}
