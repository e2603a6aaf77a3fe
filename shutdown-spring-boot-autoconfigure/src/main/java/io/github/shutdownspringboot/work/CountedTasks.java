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
import java.util.concurrent.atomic.AtomicLong;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.coordinator.InFlightTracker;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.DirectFieldAccessor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;

/**
 * Counts the tasks of a {@link SimpleAsyncTaskExecutor}, which does not: from the moment
 * that they are handed in, so that none is missed between that and its first instruction.
 */
final class CountedTasks implements TaskDecorator {

	private static final String PROPERTY = "taskDecorator";

	private final AtomicLong count = new AtomicLong();

	private final InFlightTracker tasks;

	private final @Nullable TaskDecorator decorator;

	private final boolean throttled;

	private CountedTasks(InFlightTracker tasks, @Nullable TaskDecorator decorator, boolean throttled) {
		this.tasks = tasks;
		this.decorator = decorator;
		this.throttled = throttled;
	}

	/**
	 * Begin to count. The decorator that the executor has stays in its place.
	 * @param executor the executor
	 * @param tasks counts the tasks of all executors
	 * @return what counts those of this one
	 */
	static CountedTasks of(SimpleAsyncTaskExecutor executor, InFlightTracker tasks) {
		DirectFieldAccessor fields = new DirectFieldAccessor(executor);
		TaskDecorator decorator = (TaskDecorator) fields.getPropertyValue(PROPERTY);
		CountedTasks counted = new CountedTasks(tasks, decorator, executor.isThrottleActive());
		executor.setTaskDecorator(counted);
		return counted;
	}

	@Override
	public Runnable decorate(Runnable task) {
		Runnable decorated = (this.decorator != null) ? this.decorator.decorate(task) : task;
		if (this.throttled) {
			// It may yet be refused, and nobody would tell
			return () -> run(decorated, begin());
		}
		InFlight inFlight = begin();
		return () -> run(decorated, inFlight);
	}

	private InFlight begin() {
		InFlight inFlight = this.tasks.begin(Map::of);
		this.count.incrementAndGet();
		inFlight.whenEnded(this.count::decrementAndGet);
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
		return this.count.get();
	}

}
