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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Counts how often the process would have been ended.
 */
final class TestProcessEnd implements ProcessEnd {

	volatile boolean underWay = true;

	volatile boolean failing;

	volatile Duration elapsed = Duration.ZERO;

	volatile @Nullable CountDownLatch hanging;

	final List<Runnable> whenUnderWay = new ArrayList<>();

	final AtomicInteger flushes = new AtomicInteger();

	final AtomicInteger halts = new AtomicInteger();

	@Override
	public boolean isUnderWay() {
		return this.underWay;
	}

	@Override
	public ShutdownClock.Cancellable whenUnderWay(Runnable action) {
		if (this.failing) {
			return () -> {
			};
		}
		if (this.underWay) {
			action.run();
		}
		else {
			this.whenUnderWay.add(action);
		}
		return () -> this.whenUnderWay.remove(action);
	}

	void begin() {
		this.underWay = true;
		this.whenUnderWay.forEach(Runnable::run);
	}

	@Override
	public Duration getElapsed() {
		return this.elapsed;
	}

	@Override
	public void flushLogs() {
		this.flushes.incrementAndGet();
		CountDownLatch hanging = this.hanging;
		if (hanging != null) {
			WatchdogTests.awaitUninterruptibly(hanging);
		}
	}

	@Override
	public void halt() {
		this.halts.incrementAndGet();
	}

}
