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
import java.util.concurrent.CountDownLatch;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.coordinator.InFlightTracker;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.DirectFieldAccessor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.TaskRejectedException;

/**
 * Counts the tasks of a {@link SimpleAsyncTaskExecutor}, which does not: from the moment
 * that they are handed in, so that none is missed between that and its first instruction.
 * The executor itself, when it is closed at that moment, throws such a task away. Of one
 * with a concurrency limit a task counts from its first instruction only: it may be
 * refused before that, and nobody would tell.
 */
final class CountedTasks implements TaskDecorator {

	private static final String PROPERTY = "taskDecorator";

	private final InFlightTracker own;

	private final InFlightTracker all;

	private final @Nullable TaskDecorator decorator;

	private final boolean throttled;

	private CountedTasks(InFlightTracker own, InFlightTracker all, @Nullable TaskDecorator decorator,
			boolean throttled) {
		this.own = own;
		this.all = all;
		this.decorator = decorator;
		this.throttled = throttled;
	}

	/**
	 * Begin to count. The decorator that the executor has stays in its place.
	 * @param executor the executor
	 * @param own counts the tasks of this executor, and nothing else
	 * @param all counts the tasks of all executors
	 * @return what counts those of this one
	 */
	static CountedTasks of(SimpleAsyncTaskExecutor executor, InFlightTracker own, InFlightTracker all) {
		DirectFieldAccessor fields = new DirectFieldAccessor(executor);
		TaskDecorator decorator = (TaskDecorator) fields.getPropertyValue(PROPERTY);
		CountedTasks counted = new CountedTasks(own, all, decorator, executor.isThrottleActive());
		executor.setTaskDecorator(counted);
		return counted;
	}

	@Override
	public Runnable decorate(Runnable task) {
		Runnable decorated = (this.decorator != null) ? this.decorator.decorate(task) : task;
		InFlight inFlight = this.own.tryBegin(Map::of);
		if (inFlight == null) {
			throw new TaskRejectedException("The executor is being closed");
		}
		if (this.throttled) {
			inFlight.end();
			return () -> run(decorated, alsoAmongAll(this.own.begin(Map::of)));
		}
		alsoAmongAll(inFlight);
		return () -> run(decorated, inFlight);
	}

	private InFlight alsoAmongAll(InFlight inFlight) {
		inFlight.whenEnded(this.all.begin(Map::of)::end);
		return inFlight;
	}

	private static void run(Runnable task, InFlight inFlight) {
		try {
			task.run();
		}
		finally {
			inFlight.end();
		}
	}

	long getCount() {
		return this.own.getCount();
	}

	/**
	 * Take no more tasks, and wait until none is left of those that were taken.
	 * @throws InterruptedException if interrupted
	 */
	void awaitEnd() throws InterruptedException {
		CountDownLatch ended = new CountDownLatch(1);
		this.own.drain().thenRun(ended::countDown);
		ended.await();
	}

}
