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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EndingThreads}.
 */
class EndingThreadsTests {

	private final ManualShutdownClock clock = new ManualShutdownClock();

	private final EndingThreads threads = new EndingThreads(this.clock);

	private final CountDownLatch stuck = new CountDownLatch(1);

	private final Set<Thread> hanging = ConcurrentHashMap.newKeySet();

	@AfterEach
	void shutdown() {
		this.stuck.countDown();
		this.threads.shutdown();
	}

	@Test
	void whatIsStuckKeepsNobodyWaiting() {
		for (int i = 0; i < 200; i++) {
			this.threads.execute(this::hang);
		}
		CountDownLatch good = new CountDownLatch(1);
		this.threads.execute(good::countDown);
		for (int expected : new int[] { 16, 48, 112, 200 }) {
			Awaitility.await().untilAsserted(() -> assertThat(waiting()).isEqualTo(expected));
			this.clock.advance(Duration.ofMillis(100));
		}
		Awaitility.await().until(() -> good.getCount() == 0);
	}

	private long waiting() {
		return this.hanging.stream().filter((thread) -> thread.getState() == Thread.State.WAITING).count();
	}

	private void hang() {
		this.hanging.add(Thread.currentThread());
		try {
			this.stuck.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
