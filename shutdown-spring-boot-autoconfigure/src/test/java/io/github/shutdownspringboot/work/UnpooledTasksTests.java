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

	UnpooledTasksTests() {
		this.executors.postProcessAfterInitialization(this.executor, "executor");
	}

	@Test
	void aTaskThatHasNotBegunWhenItsExecutorIsFinishedIsDone() {
		Future<?> task = this.executor.submit(() -> {
		});
		Finisher finisher = startToFinish();
		assertThat(finisher.ended()).isNotDone();
		this.executor.begin.countDown();
		assertThat(task).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(finisher.ended()).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(this.executor.isActive()).isFalse();
	}

	@Test
	void aTaskThatHasNotBegunWhenTheTimeIsOverIsCancelled() {
		Future<?> task = this.executor.submit(() -> {
		});
		Finisher finisher = startToFinish();
		finisher.cut();
		assertThat(finisher.ended()).succeedsWithin(30, TimeUnit.SECONDS);
		this.executor.begin.countDown();
		Awaitility.await().until(task::isCancelled);
		assertThat(finisher.getWhatWasCut()).singleElement()
			.asString()
			.matches("executor 'executor' with \\d+ running tasks");
	}

	private Finisher startToFinish() {
		Finisher finisher = new Finisher(this.executors.getFinishables().get(0), this.clock, Duration.ZERO);
		finisher.start();
		Awaitility.await()
			.untilAsserted(() -> assertThatExceptionOfType(TaskRejectedException.class)
				.isThrownBy(() -> this.executor.execute(() -> {
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
