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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

/**
 * Stage that does what a test tells it to.
 */
final class TestStage implements ShutdownStage {

	final CompletableFuture<Void> result = new CompletableFuture<>();

	final CountDownLatch begun = new CountDownLatch(1);

	final CountDownLatch cut = new CountDownLatch(1);

	final CompletableFuture<Duration> budget = new CompletableFuture<>();

	volatile long pending;

	private final String name;

	private final int phase;

	private final Duration timeout;

	private Runnable action = () -> {
	};

	private Runnable cutAction = () -> {
	};

	private boolean timeBoxed;

	TestStage(String name, int phase, Duration timeout) {
		this.name = name;
		this.phase = phase;
		this.timeout = timeout;
	}

	TestStage doing(Runnable action) {
		this.action = action;
		return this;
	}

	TestStage cutting(Runnable action) {
		this.cutAction = action;
		return this;
	}

	TestStage thatEndsAtOnce() {
		this.result.complete(null);
		return this;
	}

	TestStage timeBoxed() {
		this.timeBoxed = true;
		return this;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public int getPhase() {
		return this.phase;
	}

	@Override
	public Duration getTimeout() {
		return this.timeout;
	}

	@Override
	public long pending() {
		return this.pending;
	}

	@Override
	public List<ShutdownReport.Unfinished> unfinished() {
		return (this.pending > 0) ? List.of(ShutdownReport.Unfinished.of("something", null)) : List.of();
	}

	@Override
	public boolean isTimeBoxed() {
		return this.timeBoxed;
	}

	@Override
	public CompletionStage<?> run(Duration budget) {
		this.budget.complete(budget);
		this.begun.countDown();
		this.action.run();
		return this.result;
	}

	@Override
	public void cut() {
		this.cut.countDown();
		this.cutAction.run();
	}

}
