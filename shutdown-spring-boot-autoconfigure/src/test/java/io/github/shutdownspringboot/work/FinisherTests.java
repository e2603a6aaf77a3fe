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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import org.junit.jupiter.api.Test;

import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Finisher}.
 */
class FinisherTests {

	private final ManualShutdownClock clock = new ManualShutdownClock();

	@Test
	void aPoolWithoutThreadsIsFinishedByTheCall() {
		ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
		executor.initialize();
		ThreadPoolExecutor pool = executor.getThreadPoolExecutor();
		assertThat(start(new PooledTasks("pool", pool)).ended()).isDone();
		assertThat(pool.isTerminated()).isTrue();
	}

	@Test
	void noThreadsThatAreJoinedAreFinishedByTheCall() {
		assertThat(start(new JoinedThreads()).ended()).isDone();
	}

	@Test
	void aPoolThatHasATaskIsWaitedFor() {
		CountDownLatch release = new CountDownLatch(1);
		ThreadPoolExecutor pool = newPool(() -> {
		});
		pool.execute(() -> await(release));
		Finisher finisher = start(new PooledTasks("pool", pool));
		assertThat(finisher.ended()).isNotDone();
		release.countDown();
		assertThat(finisher.ended()).succeedsWithin(30, TimeUnit.SECONDS);
	}

	@Test
	void whatAPoolOfTheApplicationDoesWhenItEndsIsWaitedForElsewhere() {
		CountDownLatch release = new CountDownLatch(1);
		Finisher finisher = start(new PooledTasks("pool", newPool(() -> await(release))));
		assertThat(finisher.ended()).isNotDone();
		release.countDown();
		assertThat(finisher.ended()).succeedsWithin(30, TimeUnit.SECONDS);
	}

	private Finisher start(Finishable finishable) {
		Finisher finisher = new Finisher(finishable, this.clock, Duration.ofSeconds(1));
		finisher.start();
		return finisher;
	}

	private static ThreadPoolExecutor newPool(Runnable whenTerminated) {
		return new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {

			@Override
			protected void terminated() {
				whenTerminated.run();
			}

		};
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
