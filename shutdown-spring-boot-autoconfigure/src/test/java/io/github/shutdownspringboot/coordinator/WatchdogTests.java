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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Watchdog}.
 */
class WatchdogTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(4);

	private final ManualShutdownClock clock = new ManualShutdownClock();

	private final TestProcessEnd processEnd = new TestProcessEnd();

	private final CountDownLatch passed = new CountDownLatch(1);

	private final CountDownLatch pushes = new CountDownLatch(7);

	private final CountDownLatch forced = new CountDownLatch(1);

	@Test
	void nothingHappensBeforeTheDeadline() {
		start(this.processEnd, () -> {
		});
		this.clock.advance(TIMEOUT.minusNanos(1));
		assertThat(this.passed.getCount()).isOne();
		assertThat(this.processEnd.halts).hasValue(0);
	}

	@Test
	void theProcessIsEndedAMomentAfterTheDeadlineWhenTheLogsAreFlushed() throws Exception {
		start(this.processEnd, this.forced::countDown);
		this.clock.advance(TIMEOUT);
		assertThat(this.passed.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.processEnd.halts).hasValue(0);
		this.clock.advance(Duration.ofMillis(400));
		assertThat(this.forced.await(30, TimeUnit.SECONDS)).isTrue();
		Awaitility.await().untilAtomic(this.processEnd.halts, org.hamcrest.Matchers.is(1));
		assertThat(this.processEnd.flushes).hasValue(1);
	}

	@Test
	void betweenTheDeadlineAndTheEndTheClosingIsPushedOnAndAgain() throws Exception {
		start(this.processEnd, this.forced::countDown);
		this.clock.advance(TIMEOUT.plusMillis(49));
		assertThat(this.pushes.getCount()).isEqualTo(7);
		this.clock.advance(Duration.ofMillis(350));
		assertThat(this.pushes.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.forced.getCount()).isOne();
	}

	@Test
	void theProcessIsEndedAlsoIfTheLastWordsOrTheLogsHang() throws Exception {
		CountDownLatch never = new CountDownLatch(1);
		start(this.processEnd, () -> {
			this.forced.countDown();
			awaitQuietly(never);
		});
		this.clock.advance(TIMEOUT.plusMillis(400));
		assertThat(this.forced.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.processEnd.halts).hasValue(0);
		this.clock.advance(Duration.ofMillis(300));
		assertThat(this.processEnd.halts).hasValue(1);
		never.countDown();
	}

	@Test
	void whereOnlyAContextClosesNothingIsEnded() throws Exception {
		this.processEnd.underWay = false;
		start(this.processEnd, this.forced::countDown);
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(this.passed.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.pushes.getCount()).isEqualTo(7);
		assertThat(this.forced.getCount()).isOne();
		assertThat(this.processEnd.halts).hasValue(0);
	}

	@Test
	void whereTheEndIsNotToBeForcedTheDeadlineIsOnlyTold() throws Exception {
		start(null, this.forced::countDown);
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(this.passed.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.forced.getCount()).isOne();
	}

	@Test
	void aContextThatHasClosedInTimeIsTheEndOfItUnlessTheJvmExits() throws Exception {
		this.processEnd.underWay = false;
		start(this.processEnd, this.forced::countDown).contextClosed();
		assertThat(this.clock.getTasks()).isZero();
		this.processEnd.underWay = true;
		start(this.processEnd, this.forced::countDown).contextClosed();
		this.clock.advance(TIMEOUT.plusMillis(400));
		assertThat(this.forced.await(30, TimeUnit.SECONDS)).isTrue();
	}

	private Watchdog start(@Nullable ProcessEnd processEnd, Runnable whenForced) {
		Watchdog watchdog = new Watchdog(this.clock, "id", this.passed::countDown, this.pushes::countDown, whenForced,
				processEnd);
		watchdog.start(TIMEOUT);
		return watchdog;
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static final class TestProcessEnd implements ProcessEnd {

		private volatile boolean underWay = true;

		private final AtomicInteger flushes = new AtomicInteger();

		private final AtomicInteger halts = new AtomicInteger();

		@Override
		public boolean isUnderWay() {
			return this.underWay;
		}

		@Override
		public void flushLogs() {
			this.flushes.incrementAndGet();
		}

		@Override
		public void halt() {
			this.halts.incrementAndGet();
		}

	}

}
