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
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link UnpooledTasks}.
 */
class UnpooledTasksTests {

	private final ManualShutdownClock clock = new ManualShutdownClock();

	private final ExecutorBeans executors = new ExecutorBeans(() -> Duration.ofMinutes(5), () -> this.clock, List::of);

	private final SlowToBegin executor = new SlowToBegin();

	@Test
	void aTaskThatHasNotBegunWhenItsExecutorIsFinishedIsDone() {
		this.executors.postProcessAfterInitialization(this.executor, "executor");
		Future<?> task = this.executor.submit(() -> {
		});
		Finisher finisher = startToFinish(this.executor);
		assertThat(finisher.ended()).isNotDone();
		this.executor.begin.countDown();
		assertThat(task).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(finisher.ended()).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(this.executor.isActive()).isFalse();
	}

	@Test
	void aTaskThatHasNotBegunWhenTheTimeIsOverIsCancelled() {
		this.executors.postProcessAfterInitialization(this.executor, "executor");
		Future<?> task = this.executor.submit(() -> {
		});
		Finisher finisher = startToFinish(this.executor);
		finisher.cut();
		assertThat(finisher.ended()).succeedsWithin(30, TimeUnit.SECONDS);
		this.executor.begin.countDown();
		Awaitility.await().until(task::isCancelled);
		assertThat(finisher.getWhatWasCut()).singleElement()
			.asString()
			.matches("executor 'executor' with \\d+ running tasks");
	}

	@Test
	void anExecutorWithALimitIsFinishedWithItsTasks() throws InterruptedException {
		SimpleAsyncTaskExecutor limited = new SimpleAsyncTaskExecutor();
		limited.setConcurrencyLimit(2);
		this.executors.postProcessAfterInitialization(limited, "limited");
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		Future<?> task = limited.submit(() -> {
			running.countDown();
			release.await();
			return null;
		});
		assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
		Finisher finisher = startToFinish(limited);
		assertThat(finisher.ended()).isNotDone();
		assertThat(limited.isActive()).isTrue();
		release.countDown();
		assertThat(task).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(finisher.ended()).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(limited.isActive()).isFalse();
	}

	/**
	 * Begin to finish the executor.
	 * @param executor the only one
	 * @return what does it, when tasks are refused
	 */
	private Finisher startToFinish(SimpleAsyncTaskExecutor executor) {
		Finisher finisher = new Finisher(this.executors.getFinishables().get(0), this.clock, Duration.ZERO);
		finisher.start();
		Awaitility.await()
			.untilAsserted(() -> assertThatExceptionOfType(TaskRejectedException.class)
				.isThrownBy(() -> executor.execute(() -> {
				})));
		return finisher;
	}

	/**
	 * Has threads that take their time to begin.
	 */
	private static final class SlowToBegin extends SimpleAsyncTaskExecutor {

		private final CountDownLatch begin = new CountDownLatch(1);

		@Override
		protected void doExecute(Runnable task) {
			super.doExecute(() -> {
				await();
				try {
					task.run();
				}
				catch (CancellationException ex) {
					// Its thread ends with that
				}
			});
		}

		private void await() {
			try {
				this.begin.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
