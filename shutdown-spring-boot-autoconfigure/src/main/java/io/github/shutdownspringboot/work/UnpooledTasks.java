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
import java.util.List;
import java.util.concurrent.ExecutorService;

import io.github.shutdownspringboot.coordinator.ShutdownReport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.util.ReflectionUtils;

/**
 * The tasks of a {@link SimpleAsyncTaskExecutor}, each on a thread of its own. Only its
 * {@code close} can wait for them, and does if it was given a time to wait when it was
 * made; interrupted, it interrupts the tasks.
 */
final class UnpooledTasks implements Finishable {

	private static final Logger logger = LoggerFactory.getLogger(UnpooledTasks.class);

	private final String name;

	private final SimpleAsyncTaskExecutor executor;

	UnpooledTasks(String name, SimpleAsyncTaskExecutor executor) {
		this.name = name;
		this.executor = executor;
	}

	@Override
	public long getPending() {
		return 0;
	}

	@Override
	public List<ShutdownReport.Unfinished> getUnfinished() {
		// It does not know what it runs
		return List.of();
	}

	@Override
	public void finish() throws InterruptedException {
		if (this.executor instanceof SimpleAsyncTaskScheduler scheduler) {
			awaitFixedDelayTasks(scheduler);
		}
		this.executor.close();
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
	}

	/**
	 * Tasks with a fixed delay run on the scheduler's own thread, and its {@code close}
	 * would interrupt them. It takes no more since the context began to close.
	 * @param scheduler the scheduler
	 * @throws InterruptedException if the time is over before they end
	 */
	private static void awaitFixedDelayTasks(SimpleAsyncTaskScheduler scheduler) throws InterruptedException {
		ExecutorService executor = getFixedDelayExecutor(scheduler);
		if (executor != null) {
			executor.shutdown();
			PooledTasks.awaitTermination(executor);
		}
	}

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

	@Override
	public String cut() {
		// If it has not been closed, that must not wait
		Thread.currentThread().interrupt();
		this.executor.close();
		Thread.interrupted();
		return "executor '%s' with running tasks".formatted(this.name);
	}

	@Override
	public void awaitEnd(Duration timeout) throws InterruptedException {
		// There is no way to
	}

	@Override
	public String toString() {
		return "executor '" + this.name + "'";
	}

}
