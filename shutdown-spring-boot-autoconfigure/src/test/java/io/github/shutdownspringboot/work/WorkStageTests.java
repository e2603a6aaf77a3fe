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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.TestThreads;
import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import io.github.shutdownspringboot.coordinator.StageTimedOutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkStage}. Time is moved by hand: what is over by itself is over
 * because its last part has ended.
 */
@ExtendWith(OutputCaptureExtension.class)
class WorkStageTests {

	private static final Duration BUDGET = Duration.ofSeconds(13);

	private static final Duration TIME_TO_STOP = Duration.ofMillis(100);

	private final ManualShutdownClock clock = new ManualShutdownClock();

	private final DefaultWorkTracker tracker = new DefaultWorkTracker(this.clock);

	private final ExecutorBeans executors = new ExecutorBeans(() -> Duration.ofMinutes(5), () -> this.clock, List::of);

	private final List<UnfinishedWork> handed = new CopyOnWriteArrayList<>();

	private final CountDownLatch release = new CountDownLatch(1);

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	private WorkStage stage = newStage(this.handed::addAll);

	WorkStageTests() {
		this.executors.setBeanFactory(this.beanFactory);
	}

	private WorkStage newStage(UnfinishedWorkHandler... handlers) {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		for (UnfinishedWorkHandler handler : handlers) {
			beanFactory.registerSingleton("handler" + beanFactory.getSingletonCount(), handler);
		}
		return new WorkStage(this.tracker, this.executors, this.clock,
				new UnfinishedWorkHandlers(beanFactory.getBeanProvider(UnfinishedWorkHandler.class)),
				Duration.ofSeconds(10));
	}

	@AfterEach
	void release() {
		this.release.countDown();
	}

	@Test
	void nothingToDoIsDoneAtOnce() {
		assertThat(run()).succeedsWithin(30, TimeUnit.SECONDS);
		Awaitility.await().untilAsserted(() -> assertThat(this.clock.getTasks()).isZero());
	}

	@Test
	void theStageIsOverWithTheLastPieceOfWork() {
		WorkTracker.Work work = this.tracker.begin("work");
		assertThat(this.stage.pending()).isOne();
		CompletableFuture<?> over = run();
		assertThat(over).isNotDone();
		work.close();
		assertThat(over).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(this.stage.pending()).isZero();
		assertThat(this.handed).isEmpty();
	}

	@Test
	void workThatHasNotEndedInTimeIsInterruptedAndHandedOver() throws InterruptedException {
		CountDownLatch running = new CountDownLatch(1);
		WorkTracker.Work work = this.tracker.begin("import", "file 7");
		CompletableFuture<Void> worker = TestThreads.run(() -> work.run(() -> hang(running)));
		assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<?> over = run();
		this.clock.advance(Duration.ofSeconds(10).minusMillis(1));
		assertThat(over).isNotDone();
		this.clock.advance(Duration.ofMillis(1));
		assertTimedOut(over, "1 unfinished: import " + work.getId() + " (10.000 s)");
		assertThat(worker).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(this.handed).singleElement().satisfies((unfinished) -> {
			assertThat(unfinished.name()).isEqualTo("import");
			assertThat(unfinished.id()).isEqualTo(work.getId());
			assertThat(unfinished.age()).isEqualTo(Duration.ofSeconds(10));
			assertThat(unfinished.startedAt()).isEqualTo("1970-01-01T00:00:00Z");
			assertThat(unfinished.payload()).isEqualTo("file 7");
		});
	}

	@Test
	void whenTheDeadlineIsNearHalfOfTheTimeIsForTheWork() {
		WorkTracker.Work work = this.tracker.begin("work");
		CompletableFuture<?> over = this.stage.run(Duration.ofSeconds(1)).toCompletableFuture();
		this.clock.advance(Duration.ofMillis(500));
		Awaitility.await().untilAsserted(() -> assertThat(this.handed).hasSize(1));
		work.close();
		assertTimedOut(over, "1 unfinished: work ");
	}

	@Test
	void workThatDoesNotEndEvenThenIsWaitedForNoLongerThanTheHandover() {
		this.tracker.begin("stubborn");
		CompletableFuture<?> over = run();
		this.clock.advance(Duration.ofSeconds(10));
		Awaitility.await().untilAsserted(() -> assertThat(this.handed).hasSize(1));
		assertThat(over).isNotDone();
		this.clock.advance(Duration.ofSeconds(2));
		assertTimedOut(over, "1 unfinished: stubborn ");
	}

	@Test
	void whenTheHandlerFailsTheReportHasThePayload(CapturedOutput output) {
		this.stage = newStage((unfinished) -> {
			throw new IllegalStateException("on purpose");
		});
		cut(this.tracker.begin("import", "file 7"), "(10.000 s) file 7");
		assertThat(output).contains("could not take what is unfinished");
	}

	@Test
	void whenThereIsNoHandlerTheReportHasThePayload() {
		this.stage = newStage();
		cut(this.tracker.begin("import", "file 7"), "(10.000 s) file 7");
	}

	@Test
	void aHandlerThatFailsDoesNotKeepOthersFromTheWork() {
		this.stage = newStage((unfinished) -> {
			throw new IllegalStateException("on purpose");
		}, this.handed::addAll);
		cut(this.tracker.begin("import", "file 7"), "(10.000 s)");
		assertThat(this.handed).hasSize(1);
	}

	@Test
	void aHandlerThatHangsDoesNotKeepOthersFromTheWork() throws InterruptedException {
		CountDownLatch handling = new CountDownLatch(1);
		this.stage = newStage((unfinished) -> hang(handling), this.handed::addAll);
		WorkTracker.Work work = this.tracker.begin("import", "file 7");
		CompletableFuture<?> over = run();
		this.clock.advance(Duration.ofSeconds(10));
		assertThat(handling.await(30, TimeUnit.SECONDS)).isTrue();
		Awaitility.await().untilAsserted(() -> assertThat(this.handed).hasSize(1));
		this.clock.advance(Duration.ofSeconds(2));
		// The payload follows if the handler has not ended yet
		assertThat(over).failsWithin(30, TimeUnit.SECONDS)
			.withThrowableOfType(ExecutionException.class)
			.withMessageContaining("1 unfinished: import " + work.getId() + " (10.000 s)");
	}

	@Test
	void aHandlerThatHangsIsNotWaitedForLongerThanTheHandover() throws InterruptedException {
		CountDownLatch handling = new CountDownLatch(1);
		this.stage = newStage((unfinished) -> hang(handling));
		WorkTracker.Work work = this.tracker.begin("import", "file 7");
		CompletableFuture<?> over = run();
		this.clock.advance(Duration.ofSeconds(10));
		assertThat(handling.await(30, TimeUnit.SECONDS)).isTrue();
		work.close();
		assertThat(over).isNotDone();
		this.clock.advance(Duration.ofSeconds(2));
		assertTimedOut(over, "(10.000 s) file 7");
	}

	@Test
	void whenThereIsNoTimeAtAllWorkIsHandedOverAllTheSame(CapturedOutput output) {
		WorkTracker.Work work = this.tracker.begin("import", "file 7");
		this.stage.cut();
		assertThat(this.handed).hasSize(1);
		work.close();
		Awaitility.await().untilAsserted(() -> assertThat(output).contains("Work was cut: 1 unfinished: import "));
	}

	@Test
	void tasksThatRunAndTasksInTheQueueAreFinished() {
		ExecutorService executor = add(Executors.newFixedThreadPool(1));
		Future<?> running = executor.submit(this::awaitRelease);
		Future<?> queued = executor.submit(this::awaitRelease);
		Awaitility.await().untilAsserted(() -> assertThat(this.stage.pending()).isEqualTo(2));
		CompletableFuture<?> over = run();
		Awaitility.await().until(executor::isShutdown);
		assertThat(over).isNotDone();
		this.release.countDown();
		assertThat(over).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(running).isDone();
		assertThat(queued).isDone();
	}

	@Test
	void anExecutorIsStoppedAfterTheWorkThatMayNeedIt() throws InterruptedException {
		ExecutorService executor = add(new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {

			@Override
			public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
				awaitRelease();
				return super.awaitTermination(timeout, unit);
			}

		});
		WorkTracker.Work work = this.tracker.begin("work");
		CompletableFuture<?> over = run();
		// If it was being stopped it would be pending until the release
		Awaitility.await().untilAsserted(() -> assertThat(this.stage.pending()).isOne());
		assertThat(executor.isShutdown()).isFalse();
		Future<?> step = executor.submit(work::close);
		this.release.countDown();
		assertThat(over).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(step).isDone();
		assertThat(executor.isTerminated()).isTrue();
	}

	@Test
	void tasksThatHaveNotEndedInTimeAreInterruptedAndThoseInTheQueueAreReported() throws InterruptedException {
		ExecutorService executor = add(Executors.newFixedThreadPool(1));
		CountDownLatch running = new CountDownLatch(1);
		executor.execute(() -> hang(running));
		Future<?> queued = executor.submit(this::awaitRelease);
		assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<?> over = run();
		Awaitility.await().until(executor::isShutdown);
		this.clock.advance(Duration.ofSeconds(10));
		assertTimedOut(over, "1 unfinished: executor 'executor' with 1 running and 1 queued tasks");
		assertThat(executor.isTerminated()).isTrue();
		assertThat(queued).isCancelled();
		assertThat(this.handed).isEmpty();
	}

	@Test
	void ofAnExecutorThatHidesItsTasksOnlyWhatIsKnownIsReported() throws InterruptedException {
		ExecutorService executor = add(Executors.newSingleThreadExecutor());
		CountDownLatch running = new CountDownLatch(1);
		executor.execute(() -> hang(running));
		executor.execute(this::awaitRelease);
		executor.execute(this::awaitRelease);
		assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<?> over = run();
		Awaitility.await().until(executor::isShutdown);
		this.clock.advance(Duration.ofSeconds(10));
		Awaitility.await().until(() -> over.isDone() || this.clock.getTasks() == 2);
		this.clock.advance(TIME_TO_STOP);
		assertTimedOut(over, "1 unfinished: executor 'executor' with running tasks and 2 queued ones");
	}

	@Test
	void aTaskOfAForkJoinPoolThatHasNotEndedInTimeIsReported() throws InterruptedException {
		ForkJoinPool executor = add(new ForkJoinPool(1));
		CountDownLatch running = new CountDownLatch(1);
		executor.execute(() -> hang(running));
		assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<?> over = run();
		Awaitility.await().until(executor::isShutdown);
		this.clock.advance(Duration.ofSeconds(10));
		assertTimedOut(over, "1 unfinished: executor 'executor' with 1 running and 0 queued tasks");
	}

	@Test
	void whenNextToNothingIsLeftWhatIsCutIsReportedAllTheSame() throws InterruptedException {
		ExecutorService executor = add(Executors.newFixedThreadPool(1));
		CountDownLatch running = new CountDownLatch(1);
		executor.execute(() -> hang(running));
		assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<?> over = this.stage.run(Duration.ofMillis(150)).toCompletableFuture();
		Awaitility.await().until(executor::isShutdown);
		this.clock.advance(Duration.ofMillis(75));
		Awaitility.await().until(() -> over.isDone() || this.clock.getTasks() > 0);
		this.clock.advance(Duration.ofMillis(50));
		assertTimedOut(over, "1 unfinished: executor 'executor' ");
	}

	@Test
	void anIdleExecutorIsNotReportedBecauseOtherWorkWasCut() {
		ExecutorService pool = add(Executors.newFixedThreadPool(1));
		pool.submit(() -> {
		});
		ExecutorService wrapped = add(Executors.newSingleThreadExecutor());
		wrapped.submit(() -> {
		});
		this.tracker.begin("stubborn");
		CompletableFuture<?> over = run();
		this.clock.advance(Duration.ofSeconds(10));
		Awaitility.await().until(() -> pool.isTerminated() && wrapped.isTerminated());
		this.clock.advance(Duration.ofSeconds(2));
		assertTimedOut(over, "1 unfinished: stubborn ");
	}

	@Test
	void aTaskThatIsScheduledForLaterIsNotWaitedFor() {
		ScheduledExecutorService executor = add(Executors.newScheduledThreadPool(1));
		Future<?> later = executor.schedule(() -> {
		}, 1, TimeUnit.HOURS);
		executor.scheduleAtFixedRate(() -> {
		}, 0, 1, TimeUnit.HOURS);
		Future<?> now = executor.submit(this::awaitRelease);
		CompletableFuture<?> over = run();
		Awaitility.await().until(later::isCancelled);
		this.release.countDown();
		assertThat(over).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(now).isDone();
		assertThat(now.isCancelled()).isFalse();
	}

	@Test
	void aForkJoinPoolIsFinishedAndTheCommonPoolIsLeftAlone() {
		ForkJoinPool executor = add(new ForkJoinPool(1));
		add(ForkJoinPool.commonPool());
		Future<?> task = executor.submit(this::awaitRelease);
		CompletableFuture<?> over = run();
		Awaitility.await().until(executor::isShutdown);
		this.release.countDown();
		assertThat(over).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(task).isDone();
	}

	@Test
	void tasksOfSpringExecutorsAreFinished() {
		ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
		pool.initialize();
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.initialize();
		ExecutorService wrapped = Executors.newFixedThreadPool(1);
		List<Future<?>> tasks = List.of(add(pool).submit(this::awaitRelease), add(scheduler).submit(this::awaitRelease),
				add(new ConcurrentTaskExecutor(wrapped)).submit(this::awaitRelease));
		CompletableFuture<?> over = run();
		Awaitility.await().until(() -> pool.getThreadPoolExecutor().isShutdown() && wrapped.isShutdown());
		assertThat(over).isNotDone();
		this.release.countDown();
		assertThat(over).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(tasks).allMatch(Future::isDone);
	}

	/**
	 * As with {@code CloseOnShutdown} on a bean that hands out another one.
	 */
	@Test
	void anExecutorThatIsTwoBeansIsClosedElsewhereIfTheLastOneIs() {
		ExecutorService executor = Executors.newFixedThreadPool(1);
		ExecutorBeans executors = new ExecutorBeans(() -> Duration.ofMinutes(5), () -> this.clock,
				() -> List.of("second"::equals));
		executors.postProcessAfterInitialization(executor, "first");
		assertThat(executors.getFinishables()).hasSize(1);
		executors.postProcessAfterInitialization(executor, "second");
		assertThat(executors.getFinishables()).isEmpty();
		executor.shutdown();
	}

	@Test
	void anExecutorThatIsWrappedAfterTheStartIsFinishedAsWell() {
		ConcurrentTaskExecutor wrapper = add(new ConcurrentTaskExecutor(Runnable::run));
		this.beanFactory.registerSingleton("executor", wrapper);
		wrapper.setConcurrentExecutor(new SimpleAsyncTaskExecutor());
		assertThat(run()).succeedsWithin(30, TimeUnit.SECONDS);
	}

	@Test
	void aSpringExecutorThatWasCutDoesNotWaitAgainWhenItIsDestroyed() throws InterruptedException {
		ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
		pool.setAwaitTerminationSeconds(600);
		pool.setWaitForTasksToCompleteOnShutdown(true);
		pool.initialize();
		CountDownLatch running = new CountDownLatch(1);
		add(pool).execute(() -> ignoreInterrupts(running));
		assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<?> over = run();
		Awaitility.await().until(() -> pool.getThreadPoolExecutor().isShutdown());
		this.clock.advance(Duration.ofSeconds(10));
		Awaitility.await()
			.untilAsserted(() -> assertThat(pool).hasFieldOrPropertyWithValue("awaitTerminationMillis", 0L));
		this.clock.advance(Duration.ofSeconds(2));
		assertTimedOut(over, "executor 'executor' with 1 running and 0 queued tasks");
		pool.destroy();
	}

	@Test
	void anExecutorThatBeansNeedWhenTheyAreDestroyedIsLeftToSpring() {
		ThreadPoolTaskExecutor accepting = new ThreadPoolTaskExecutor();
		accepting.setAcceptTasksAfterContextClose(true);
		accepting.initialize();
		ThreadPoolTaskExecutor later = new ThreadPoolTaskExecutor();
		later.setPhase(0);
		later.initialize();
		add(accepting);
		add(later);
		assertThat(run()).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(accepting.getThreadPoolExecutor().isShutdown()).isFalse();
		assertThat(later.getThreadPoolExecutor().isShutdown()).isFalse();
		accepting.destroy();
		later.destroy();
	}

	@Test
	void tasksWithoutAPoolAreFinished() throws InterruptedException {
		SimpleAsyncTaskExecutor executor = add(new SimpleAsyncTaskExecutor());
		CountDownLatch running = new CountDownLatch(1);
		Future<?> task = executor.submit(() -> {
			running.countDown();
			awaitRelease();
		});
		assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.stage.pending()).isOne();
		CompletableFuture<?> over = run();
		assertThat(over).isNotDone();
		Awaitility.await().untilAsserted(() -> assertThat(this.stage.pending()).isOne());
		this.release.countDown();
		assertThat(over).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(task).isDone();
		assertThat(executor.isActive()).isFalse();
	}

	@Test
	void tasksWithoutAPoolThatHaveNotEndedInTimeAreInterrupted() throws InterruptedException {
		SimpleAsyncTaskExecutor executor = add(new SimpleAsyncTaskExecutor());
		CountDownLatch running = new CountDownLatch(1);
		Future<?> task = executor.submit(() -> hang(running));
		assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<?> over = run();
		this.clock.advance(Duration.ofSeconds(10));
		Awaitility.await().until(() -> this.clock.getTasks() == 2);
		this.clock.advance(TIME_TO_STOP);
		assertTimedOut(over, "1 unfinished: executor 'executor' with 1 running tasks");
		Awaitility.await().until(task::isDone);
	}

	@Test
	void scheduledTasksWithoutAPoolAreFinished() throws InterruptedException {
		SimpleAsyncTaskScheduler scheduler = add(new SimpleAsyncTaskScheduler());
		CountDownLatch running = new CountDownLatch(2);
		CountDownLatch ended = new CountDownLatch(2);
		Runnable task = () -> {
			running.countDown();
			awaitRelease();
			ended.countDown();
		};
		scheduler.scheduleWithFixedDelay(task, Duration.ofHours(1));
		scheduler.scheduleAtFixedRate(task, Duration.ofHours(1));
		assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<?> over = run();
		assertThat(over).isNotDone();
		this.release.countDown();
		assertThat(over).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(ended.getCount()).isZero();
	}

	@Test
	void scheduledTasksWithoutAPoolThatHaveNotEndedInTimeAreInterrupted() throws InterruptedException {
		SimpleAsyncTaskScheduler scheduler = add(new SimpleAsyncTaskScheduler());
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch ended = new CountDownLatch(1);
		scheduler.scheduleWithFixedDelay(() -> {
			hang(running);
			ended.countDown();
		}, Duration.ofHours(1));
		assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<?> over = run();
		this.clock.advance(Duration.ofSeconds(10));
		assertTimedOut(over, "1 unfinished: executor 'executor' with 1 running and 0 queued tasks");
		assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void threadsAreJoined() {
		Thread thread = new Thread(this::awaitRelease, "mine");
		this.tracker.join(thread);
		thread.start();
		CompletableFuture<?> over = run();
		assertThat(over).isNotDone();
		assertThat(this.stage.pending()).isOne();
		this.release.countDown();
		assertThat(over).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(thread.isAlive()).isFalse();
	}

	@Test
	void threadsThatHaveNotEndedInTimeAreInterrupted() throws InterruptedException {
		CountDownLatch running = new CountDownLatch(1);
		Thread thread = new Thread(() -> hang(running), "mine");
		this.tracker.join(thread);
		thread.start();
		assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<?> over = run();
		this.clock.advance(Duration.ofSeconds(10));
		assertTimedOut(over, "1 unfinished: thread 'mine'");
		thread.join();
	}

	private CompletableFuture<?> run() {
		return this.stage.run(BUDGET).toCompletableFuture();
	}

	private void cut(WorkTracker.Work work, String report) {
		CompletableFuture<?> over = run();
		this.clock.advance(Duration.ofSeconds(10));
		Awaitility.await().until(() -> ((WorkItem) work).isCut());
		work.close();
		assertTimedOut(over, report);
	}

	private static void assertTimedOut(CompletableFuture<?> over, String report) {
		assertThat(over).failsWithin(30, TimeUnit.SECONDS)
			.withThrowableOfType(ExecutionException.class)
			.havingCause()
			.isInstanceOf(StageTimedOutException.class)
			.withMessageContaining(report);
	}

	private <T> T add(T executor) {
		this.executors.postProcessBeforeInitialization(executor, "executor");
		this.executors.postProcessAfterInitialization(executor, "executor");
		return executor;
	}

	private void awaitRelease() {
		try {
			assertThat(this.release.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void ignoreInterrupts(CountDownLatch running) {
		running.countDown();
		boolean released = false;
		while (!released) {
			try {
				this.release.await();
				released = true;
			}
			catch (InterruptedException ex) {
				// Ignored
			}
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

}
