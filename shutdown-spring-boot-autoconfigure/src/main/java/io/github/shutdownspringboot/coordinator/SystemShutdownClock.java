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

package io.github.shutdownspringboot.coordinator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.beans.factory.DisposableBean;

/**
 * {@link ShutdownClock} of the machine. Has no thread until something is scheduled, which
 * is when a shutdown begins.
 */
final class SystemShutdownClock implements ShutdownClock, DisposableBean {

	private final Clock wallClock = Clock.systemUTC();

	private final ScheduledThreadPoolExecutor executor;

	SystemShutdownClock() {
		this("shutdown-clock");
	}

	private SystemShutdownClock(String threadName) {
		this.executor = new ScheduledThreadPoolExecutor(1, (task) -> ShutdownThreads.newThread(threadName, task),
				new ThreadPoolExecutor.DiscardPolicy());
		this.executor.setRemoveOnCancelPolicy(true);
	}

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	@Override
	public Instant now() {
		return this.wallClock.instant();
	}

	@Override
	public Cancellable schedule(Duration delay, Runnable task) {
		Future<?> future = this.executor.schedule(ShutdownMdc.carry(task), delay.toNanos(), TimeUnit.NANOSECONDS);
		return () -> future.cancel(false);
	}

	@Override
	public ShutdownClock separate() {
		SystemShutdownClock separate = new SystemShutdownClock("shutdown-watchdog");
		// Nobody closes it: its thread goes when there is nothing left to wait for
		separate.executor.setKeepAliveTime(1, TimeUnit.SECONDS);
		separate.executor.allowCoreThreadTimeOut(true);
		return separate;
	}

	@Override
	public void destroy() {
		this.executor.shutdownNow();
	}

}
