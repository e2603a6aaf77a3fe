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
import java.util.Optional;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.coordinator.InFlightTracker;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of an {@link ExecutorService}: those that run, those that wait in its queue
 * and those that it was told to run now. What is scheduled for later is not waited for.
 */
final class PooledTasks implements Finishable {

	private final String name;

	private final ExecutorService executor;

	private final Runnable whenCut;

	/**
	 * Make a view of an executor that nobody waits for but us.
	 * @param name the name of its bean
	 * @param executor the executor
	 */
	PooledTasks(String name, ExecutorService executor) {
		this(name, executor, () -> {
		});
	}

	/**
	 * Make a view of an executor.
	 * @param name the name of its bean
	 * @param executor the executor
	 * @param whenCut called when the time is over, before tasks are given time to end
	 */
	PooledTasks(String name, ExecutorService executor, Runnable whenCut) {
		this.name = name;
		this.executor = executor;
		this.whenCut = whenCut;
	}

	/**
	 * Return whether it is a pool as the JDK has it, and maybe one for schedules.
	 * @return whether it is
	 */
	boolean isThreadPool() {
		return this.executor instanceof ThreadPoolExecutor;
	}

	/**
	 * Let somebody take the tasks that come when the pool is stopped. Not for a
	 * scheduler, of which nobody expects that, nor for a pool that is stopped already.
	 * @param tasks counts them
	 * @return who takes them
	 */
	Optional<Finishable> takeOver(InFlightTracker tasks) {
		if (this.executor instanceof ThreadPoolExecutor pool && !(pool instanceof ScheduledThreadPoolExecutor)
				&& !pool.isShutdown()) {
			return Optional.of(new PooledTasks(this.name, LateTasks.takeOver(pool, tasks)));
		}
		return Optional.empty();
	}

	@Override
	public long getPending() {
		return getRunning() + getQueued();
	}

	@Override
	public List<ShutdownReport.Unfinished> getUnfinished() {
		long running = getRunning();
		long queued = getQueued();
		return (running + queued == 0) ? List.of()
				: List.of(ShutdownReport.Unfinished.of(describe(running, queued), null));
	}

	/**
	 * Say what is known. An executor of another kind tells neither what it runs nor,
	 * before it is cut, what waits.
	 * @param running how many tasks run, 0 if that is not known
	 * @param queued how many tasks wait
	 * @return it in words
	 */
	private String describe(long running, long queued) {
		boolean counted = isThreadPool() || this.executor instanceof ForkJoinPool;
		if (counted && running + queued > 0) {
			return "executor '%s' with %d running and %d queued tasks".formatted(this.name, running, queued);
		}
		return "executor '%s' with running tasks".formatted(this.name)
				+ ((queued > 0) ? " and %d queued ones".formatted(queued) : "");
	}

	private long getRunning() {
		if (this.executor instanceof ThreadPoolExecutor pool) {
			return pool.getActiveCount();
		}
		return (this.executor instanceof ForkJoinPool pool) ? pool.getActiveThreadCount() : 0;
	}

	private long getQueued() {
		if (this.executor instanceof ScheduledThreadPoolExecutor) {
			return 0;
		}
		if (this.executor instanceof ThreadPoolExecutor pool) {
			return pool.getQueue().size();
		}
		return (this.executor instanceof ForkJoinPool pool)
				? pool.getQueuedSubmissionCount() + pool.getQueuedTaskCount() : 0;
	}

	@Override
	public void finish() throws InterruptedException {
		if (this.executor instanceof ScheduledThreadPoolExecutor scheduler) {
			scheduler.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
		}
		this.executor.shutdown();
		if (this.executor instanceof ScheduledThreadPoolExecutor scheduler) {
			dropLaterTasks(scheduler);
		}
		awaitTermination(this.executor);
	}

	/**
	 * Only a pool whose threads have not been made or have gone: those that wait for a
	 * task take a moment to end. Nor one of the application's own making, that may do
	 * anything when it ends.
	 */
	@Override
	public boolean finishNow() {
		if (this.executor instanceof ThreadPoolExecutor pool && isWellKnown(pool) && pool.getPoolSize() == 0
				&& pool.getQueue().isEmpty()) {
			pool.shutdown();
			return pool.isTerminated();
		}
		return false;
	}

	private static boolean isWellKnown(ThreadPoolExecutor pool) {
		String name = pool.getClass().getName();
		return name.startsWith("java.util.concurrent.") || name.startsWith("org.springframework.scheduling.");
	}

	static void awaitTermination(ExecutorService executor) throws InterruptedException {
		while (!executor.awaitTermination(1, TimeUnit.DAYS)) {
			// Until it has ended, or the time is over
		}
	}

	private static void dropLaterTasks(ScheduledThreadPoolExecutor scheduler) {
		for (Runnable waiting : scheduler.getQueue()) {
			if (waiting instanceof RunnableScheduledFuture<?> task && isLater(task)) {
				task.cancel(false);
				scheduler.remove(task);
			}
		}
	}

	private static boolean isLater(Delayed task) {
		return task.getDelay(TimeUnit.NANOSECONDS) > 0;
	}

	@Override
	public @Nullable String cut() {
		long running = getRunning();
		long inner = (this.executor instanceof ForkJoinPool) ? getQueued() : 0;
		List<Runnable> dropped = this.executor.shutdownNow();
		this.whenCut.run();
		// Whoever waits for a task would wait for ever
		dropped.forEach(PooledTasks::cancel);
		long queued = inner
				+ dropped.stream().filter((task) -> !(task instanceof Delayed delayed && isLater(delayed))).count();
		// A ForkJoinPool does not count a thread that waits for another task
		boolean idle = running + queued == 0 && (isThreadPool() || this.executor.isTerminated());
		return idle ? null : describe(running, queued);
	}

	static void cancel(Runnable task) {
		if (task instanceof LateTasks.Late late) {
			cancel(late.task());
		}
		else if (task instanceof Future<?> future) {
			future.cancel(false);
		}
	}

	@Override
	public void awaitEnd(Duration timeout) throws InterruptedException {
		this.executor.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public String toString() {
		return "executor '" + this.name + "'";
	}

}
