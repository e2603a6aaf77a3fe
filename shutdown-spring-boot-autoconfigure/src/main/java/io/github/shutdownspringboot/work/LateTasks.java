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

import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.coordinator.InFlightTracker;

/**
 * What a pool is given after it was stopped, by work that still runs: a task of its own,
 * of another executor, of a scheduler. A pool cannot say that it is idle, only that it
 * has ended; so it is stopped, and a successor of the same size does what comes late,
 * until nothing is left that could bring more.
 */
final class LateTasks implements RejectedExecutionHandler {

	private final ThreadPoolExecutor pool;

	private final RejectedExecutionHandler handler;

	private final InFlightTracker tasks;

	private final ThreadPoolExecutor successor;

	private LateTasks(ThreadPoolExecutor pool, InFlightTracker tasks) {
		this.pool = pool;
		this.handler = pool.getRejectedExecutionHandler();
		this.tasks = tasks;
		long capacity = (long) pool.getQueue().size() + pool.getQueue().remainingCapacity();
		this.successor = new ThreadPoolExecutor(pool.getCorePoolSize(), pool.getMaximumPoolSize(), 0, TimeUnit.SECONDS,
				(capacity > 0) ? new LinkedBlockingQueue<>((int) Math.min(capacity, Integer.MAX_VALUE))
						: new SynchronousQueue<>(),
				pool.getThreadFactory(), this::reject);
	}

	/**
	 * Take what a pool refuses once it is stopped.
	 * @param pool the pool, not stopped yet
	 * @param tasks counts what is taken, until it has ended
	 * @return the pool that does it, to be stopped when nothing comes any more
	 */
	static ThreadPoolExecutor takeOver(ThreadPoolExecutor pool, InFlightTracker tasks) {
		LateTasks late = new LateTasks(pool, tasks);
		pool.setRejectedExecutionHandler(late);
		return late.successor;
	}

	@Override
	public void rejectedExecution(Runnable task, ThreadPoolExecutor executor) {
		if (!executor.isShutdown() || this.successor.isShutdown()) {
			this.handler.rejectedExecution(task, executor);
			return;
		}
		this.successor.execute(new Late(task, this.tasks.begin(Map::of), this.pool));
	}

	private void reject(Runnable task, ThreadPoolExecutor successor) {
		if (task instanceof Late late) {
			late.inFlight().end();
			this.handler.rejectedExecution(late.task(), successor);
		}
		else {
			this.handler.rejectedExecution(task, successor);
		}
	}

	/**
	 * A task that came late.
	 *
	 * @param task the task
	 * @param inFlight counts it
	 * @param pool the pool that it was meant for
	 */
	record Late(Runnable task, InFlight inFlight, ThreadPoolExecutor pool) implements Runnable {

		@Override
		public void run() {
			try {
				awaitTurn();
				this.task.run();
			}
			catch (InterruptedException ex) {
				PooledTasks.cancel(this.task);
			}
			finally {
				this.inFlight.end();
			}
		}

		/**
		 * Where tasks run one after the other they still do.
		 * @throws InterruptedException if the time is over before that
		 */
		private void awaitTurn() throws InterruptedException {
			boolean grows = this.pool.getMaximumPoolSize() > 1 && this.pool.getQueue().remainingCapacity() == 0;
			if (this.pool.getCorePoolSize() <= 1 && !grows) {
				PooledTasks.awaitTermination(this.pool);
			}
		}

	}

}
