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
import java.util.concurrent.ExecutorService;

import io.github.shutdownspringboot.coordinator.ShutdownReport;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * The tasks of a {@link SimpleAsyncTaskExecutor}, each on a thread of its own. Only its
 * {@code close} can wait for their threads; interrupted, it interrupts the tasks.
 */
final class UnpooledTasks implements Finishable {

	private final String name;

	private final SimpleAsyncTaskExecutor executor;

	private final CountedTasks tasks;

	private final @Nullable ExecutorService fixedDelay;

	private volatile String whatIsCut;

	/**
	 * Make a view of an executor.
	 * @param name the name of its bean
	 * @param executor the executor
	 * @param tasks counts its tasks
	 * @param fixedDelay runs tasks besides, and is finished by somebody else; to close
	 * the executor interrupts them
	 */
	UnpooledTasks(String name, SimpleAsyncTaskExecutor executor, CountedTasks tasks,
			@Nullable ExecutorService fixedDelay) {
		this.name = name;
		this.executor = executor;
		this.tasks = tasks;
		this.fixedDelay = fixedDelay;
		this.whatIsCut = describe();
	}

	@Override
	public long getPending() {
		return this.tasks.getCount();
	}

	@Override
	public List<ShutdownReport.Unfinished> getUnfinished() {
		return (getPending() == 0) ? List.of() : List.of(ShutdownReport.Unfinished.of(describe(), null));
	}

	private String describe() {
		long running = getPending();
		return (running > 0) ? "executor '%s' with %d running tasks".formatted(this.name, running)
				: "executor '%s' with running tasks".formatted(this.name);
	}

	@Override
	public void finish() throws InterruptedException {
		if (this.fixedDelay != null) {
			PooledTasks.awaitTermination(this.fixedDelay);
		}
		this.whatIsCut = describe();
		// Its close would throw away what was handed in and has not begun
		this.tasks.awaitEnd();
		this.executor.close();
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
	}

	@Override
	public String cut() {
		// If it has not been closed, that must not wait
		Thread.currentThread().interrupt();
		this.executor.close();
		Thread.interrupted();
		return this.whatIsCut;
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
