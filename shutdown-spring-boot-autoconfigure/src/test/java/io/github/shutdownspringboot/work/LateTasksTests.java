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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import io.github.shutdownspringboot.coordinator.StageTimedOutException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what executors are given after the work stage has begun to stop them, by work
 * that still runs.
 */
class LateTasksTests {

	private final ManualShutdownClock clock = new ManualShutdownClock();

	private final DefaultWorkTracker tracker = new DefaultWorkTracker(this.clock);

	private final ExecutorBeans executors = new ExecutorBeans(() -> Duration.ofMinutes(5), () -> this.clock, List::of);

	private final WorkStage stage = new WorkStage(this.tracker, this.executors, this.clock,
			new UnfinishedWorkHandlers(new DefaultListableBeanFactory().getBeanProvider(UnfinishedWorkHandler.class)),
			Duration.ofSeconds(10));

	private final CountDownLatch release = new CountDownLatch(1);

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	@AfterEach
	void release() {
		this.release.countDown();
	}

	@Test
	void aTaskMayGiveTasksToAnotherPool() {
		ThreadPoolTaskExecutor pool = add("pool", newPool());
		ThreadPoolTaskExecutor other = add("other", newPool());
		Future<?> task = submit(pool, () -> {
			Awaitility.await().until(() -> other.getThreadPoolExecutor().isTerminated());
			other.submit(() -> {
			}).get();
		});
		assertFinished(task);
		assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(() -> other.execute(this::fail));
	}

	@Test
	void aTaskMayGiveTasksToItsOwnPoolWhichAreDoneAfterIt() {
		ThreadPoolTaskExecutor pool = add("pool", newPool());
		AtomicReference<@Nullable Future<?>> late = new AtomicReference<>();
		Future<?> task = submit(pool, () -> {
			Awaitility.await().until(() -> pool.getThreadPoolExecutor().isShutdown());
			late.set(pool.submit(() -> assertThat(pool.getThreadPoolExecutor().isTerminated()).isTrue()));
		});
		assertFinished(task);
		assertThat(late.get()).succeedsWithin(Duration.ZERO);
	}

	@Test
	void aTaskOfAPoolOfManyMayWaitForTasksThatItGivesToIt() {
		ThreadPoolExecutor pool = add("pool",
				new ThreadPoolExecutor(0, 8, 1, TimeUnit.SECONDS, new SynchronousQueue<>()));
		assertFinished(submit(pool, () -> {
			Awaitility.await().until(pool::isShutdown);
			pool.submit(() -> pool.submit(() -> {
			}).get()).get();
		}));
	}

	@Test
	void aJobOfASchedulerMayGiveTasksToAnyExecutor() {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.initialize();
		add("scheduler", scheduler);
		ThreadPoolTaskExecutor pool = add("pool", newPool());
		SimpleAsyncTaskExecutor simple = add("simple", new SimpleAsyncTaskExecutor());
		ExecutorService single = add("single", Executors.newSingleThreadExecutor());
		CompletableFuture<Void> job = new CompletableFuture<>();
		CountDownLatch running = new CountDownLatch(1);
		scheduler.scheduleAtFixedRate(() -> complete(job, () -> {
			running.countDown();
			Awaitility.await().until(() -> pool.getThreadPoolExecutor().isTerminated());
			for (Future<?> late : List.of(pool.submit(this::nothing), simple.submit(this::nothing),
					single.submit(this::nothing))) {
				late.get();
			}
		}), Duration.ofHours(1));
		await(running);
		assertFinished(job);
	}

	@Test
	void aJobWithAFixedDelayMayGiveTasksToAnExecutorWithoutAPool() {
		SimpleAsyncTaskScheduler scheduler = add("scheduler", new SimpleAsyncTaskScheduler());
		SimpleAsyncTaskExecutor simple = add("simple", new SimpleAsyncTaskExecutor());
		ThreadPoolTaskExecutor pool = add("pool", newPool());
		CompletableFuture<Void> job = new CompletableFuture<>();
		CountDownLatch running = new CountDownLatch(1);
		scheduler.scheduleWithFixedDelay(() -> complete(job, () -> {
			running.countDown();
			Awaitility.await().until(() -> pool.getThreadPoolExecutor().isTerminated());
			simple.submit(this::nothing).get();
		}), Duration.ofHours(1));
		await(running);
		assertFinished(job);
	}

	@Test
	void aTaskWithoutAPoolMayGiveTasksToAnyExecutor() {
		SimpleAsyncTaskExecutor simple = add("simple", new SimpleAsyncTaskExecutor());
		ExecutorService pool = add("pool", Executors.newFixedThreadPool(2));
		ExecutorService single = add("single", Executors.newSingleThreadExecutor());
		assertFinished(submit(simple, () -> {
			Awaitility.await().until(pool::isTerminated);
			simple.submit(() -> pool.submit(() -> single.submit(this::nothing).get()).get()).get();
		}));
		assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(() -> simple.execute(this::fail));
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> pool.execute(this::fail));
	}

	@Test
	void aThreadThatIsJoinedMayGiveTasksToExecutors() {
		ThreadPoolTaskExecutor pool = add("pool", newPool());
		ExecutorService single = add("single", Executors.newSingleThreadExecutor());
		CompletableFuture<Void> done = new CompletableFuture<>();
		Thread thread = new Thread(() -> complete(done, () -> {
			Awaitility.await().until(() -> pool.getThreadPoolExecutor().isTerminated());
			pool.submit(this::nothing).get();
			single.submit(this::nothing).get();
		}));
		this.tracker.join(thread);
		thread.start();
		assertFinished(done);
	}

	@Test
	void anExecutorWithoutAPoolIsKnownWhereItIsWrapped() {
		SimpleAsyncTaskExecutor simple = new SimpleAsyncTaskExecutor();
		ConcurrentTaskExecutor wrapper = add("wrapper", new ConcurrentTaskExecutor(simple));
		Future<?> task = submit(wrapper, this.release::await);
		assertThat(this.stage.pending()).isOne();
		CompletableFuture<?> over = run();
		assertThat(over).isNotDone();
		this.release.countDown();
		assertThat(over).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(task).isDone();
	}

	@Test
	void theTaskDecoratorOfAnExecutorStaysInItsPlace() {
		SimpleAsyncTaskExecutor simple = new SimpleAsyncTaskExecutor();
		CountDownLatch decorated = new CountDownLatch(1);
		simple.setTaskDecorator((task) -> () -> {
			decorated.countDown();
			task.run();
		});
		assertFinished(submit(add("simple", simple), this::nothing));
		assertThat(decorated.getCount()).isZero();
	}

	@Test
	void aTaskThatAThrottledExecutorRefusesIsNotWaitedFor() {
		SimpleAsyncTaskExecutor simple = new SimpleAsyncTaskExecutor();
		simple.setConcurrencyLimit(1);
		simple.setRejectTasksWhenLimitReached(true);
		add("simple", simple);
		CountDownLatch running = new CountDownLatch(1);
		Future<?> task = submit(simple, () -> {
			running.countDown();
			this.release.await();
		});
		await(running);
		assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(() -> simple.execute(this::fail));
		this.release.countDown();
		assertFinished(task);
	}

	@Test
	void aLateTaskThatHasNotEndedInTimeIsInterruptedAndReported() {
		ExecutorService pool = add("pool", Executors.newFixedThreadPool(1));
		CountDownLatch running = new CountDownLatch(1);
		AtomicReference<@Nullable Future<?>> dropped = new AtomicReference<>();
		submit(pool, () -> {
			Awaitility.await().until(pool::isShutdown);
			pool.execute(() -> hang(running));
			dropped.set(pool.submit(this::fail));
		});
		CompletableFuture<?> over = run();
		await(running);
		Awaitility.await().untilAsserted(() -> assertThat(this.stage.pending()).isEqualTo(2));
		this.clock.advance(Duration.ofSeconds(10));
		awaitCut();
		this.clock.advance(Duration.ofMillis(100));
		assertThat(over).failsWithin(30, TimeUnit.SECONDS)
			.withThrowableOfType(ExecutionException.class)
			.havingCause()
			.isInstanceOf(StageTimedOutException.class)
			.withMessageContaining("1 unfinished: executor 'pool' with 1 running and 1 queued tasks");
		assertThat(dropped.get()).isCancelled();
		assertThat(this.failure.get()).isNull();
	}

	@Test
	void whatAPoolRefusesForOtherReasonsItStillRefuses() {
		ThreadPoolExecutor pool = add("pool",
				new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1)));
		CountDownLatch running = new CountDownLatch(1);
		submit(pool, () -> {
			running.countDown();
			this.release.await();
		});
		pool.execute(this::nothing);
		await(running);
		WorkTracker.Work work = this.tracker.begin("work");
		CompletableFuture<?> over = run();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> pool.execute(this::fail));
		work.close();
		this.release.countDown();
		assertThat(over).succeedsWithin(30, TimeUnit.SECONDS);
	}

	private void assertFinished(Future<?> task) {
		assertThat(run()).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(task).succeedsWithin(Duration.ZERO);
		assertThat(this.failure.get()).isNull();
	}

	/**
	 * What was not stopped yet is interrupted a moment after the time is over.
	 */
	private void awaitCut() {
		Awaitility.await().until(() -> this.clock.getTasks() == 2);
	}

	private CompletableFuture<?> run() {
		return this.stage.run(Duration.ofSeconds(13)).toCompletableFuture();
	}

	private static ThreadPoolTaskExecutor newPool() {
		ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
		pool.initialize();
		return pool;
	}

	private <T> T add(String name, T executor) {
		this.executors.postProcessBeforeInitialization(executor, name);
		this.executors.postProcessAfterInitialization(executor, name);
		return executor;
	}

	private static Future<?> submit(Executor executor, Task task) {
		CompletableFuture<Void> future = new CompletableFuture<>();
		executor.execute(() -> complete(future, task));
		return future;
	}

	private static void complete(CompletableFuture<Void> future, Task task) {
		try {
			task.run();
			future.complete(null);
		}
		catch (Throwable ex) {
			future.completeExceptionally(ex);
		}
	}

	private void nothing() {
	}

	private void fail() {
		this.failure.set(new AssertionError("This task was not to run"));
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void hang(CountDownLatch running) {
		running.countDown();
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			// As expected
		}
	}

	@FunctionalInterface
	private interface Task {

		void run() throws Exception;

	}

}
