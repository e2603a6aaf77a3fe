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

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

import io.github.shutdownspringboot.coordinator.InFlightTracker;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.util.ReflectionUtils;

/**
 * Executors without a pool. They have to be prepared before they get tasks: they know
 * neither how many they have nor on which threads, unless they are told to.
 */
final class UnpooledExecutors {

	private static final Logger logger = LoggerFactory.getLogger(UnpooledExecutors.class);

	private final Map<SimpleAsyncTaskExecutor, CountedTasks> counted = Collections.synchronizedMap(new WeakHashMap<>());

	private final Supplier<Duration> taskTerminationTimeout;

	private final Supplier<ShutdownClock> clock;

	private final Supplier<InFlightTracker> tasks;

	/**
	 * Make a registry.
	 * @param taskTerminationTimeout how long an executor waits for its tasks when it is
	 * closed; longer than it will ever be left to wait
	 * @param clock tells the time
	 * @param tasks counts the tasks of all
	 */
	UnpooledExecutors(Supplier<Duration> taskTerminationTimeout, Supplier<ShutdownClock> clock,
			Supplier<InFlightTracker> tasks) {
		this.taskTerminationTimeout = taskTerminationTimeout;
		this.clock = clock;
		this.tasks = tasks;
	}

	/**
	 * Prepare an executor, if that has not been done.
	 * @param executor the executor
	 */
	void prepare(SimpleAsyncTaskExecutor executor) {
		if (!this.counted.containsKey(executor)) {
			// It knows its threads from now on, and not those it had before
			executor.setTaskTerminationTimeout(this.taskTerminationTimeout.get().toMillis());
			this.counted.put(executor,
					CountedTasks.of(executor, new InFlightTracker(this.clock.get()), this.tasks.get()));
		}
	}

	/**
	 * Return what there is to finish.
	 * @param name the name of the bean
	 * @param executor an executor that was prepared
	 * @return what to finish
	 */
	List<Finishable> getFinishables(String name, SimpleAsyncTaskExecutor executor) {
		CountedTasks tasks = Objects.requireNonNull(this.counted.get(executor));
		ExecutorService fixedDelay = (executor instanceof SimpleAsyncTaskScheduler scheduler)
				? getFixedDelayExecutor(scheduler) : null;
		UnpooledTasks unpooled = new UnpooledTasks(name, executor, tasks, fixedDelay);
		return (fixedDelay != null) ? List.of(new PooledTasks(name, fixedDelay), unpooled) : List.of(unpooled);
	}

	/**
	 * Tasks with a fixed delay run on the scheduler's own thread, and its {@code close}
	 * would interrupt them. It takes no more since the context began to close.
	 * @param scheduler the scheduler
	 * @return what runs them, if that can be read
	 */
	private static @Nullable ExecutorService getFixedDelayExecutor(SimpleAsyncTaskScheduler scheduler) {
		try {
			Field field = ReflectionUtils.findField(SimpleAsyncTaskScheduler.class, "fixedDelayExecutor");
			if (field == null) {
				return null;
			}
			ReflectionUtils.makeAccessible(field);
			return (ReflectionUtils.getField(field, scheduler) instanceof ExecutorService executor) ? executor : null;
		}
		catch (RuntimeException ex) {
			logger.debug("Cannot read 'fixedDelayExecutor' of the scheduler", ex);
			return null;
		}
	}

}
