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

package io.github.shutdownspringboot.readiness;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

import io.github.shutdownspringboot.coordinator.PromptStage;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownPhases;
import io.github.shutdownspringboot.http.RequestArrivals;

/**
 * Goes on serving for a while: load balancers read readiness now and then, and send
 * requests until they have read that it is down.
 */
final class ReadinessStage implements PromptStage {

	private final Duration delay;

	private final Duration quietPeriod;

	private final Duration maxDelay;

	private final RequestArrivals arrivals;

	private final BooleanSupplier reachable;

	private final ShutdownClock clock;

	private final CompletableFuture<Void> over = new CompletableFuture<>();

	/**
	 * Make a stage.
	 * @param delay how long to go on serving
	 * @param quietPeriod how long no request must have come after that
	 * @param maxDelay the bound on the two together
	 * @param arrivals knows when the last request came
	 * @param reachable whether requests can come at all
	 * @param clock the time
	 */
	ReadinessStage(Duration delay, Duration quietPeriod, Duration maxDelay, RequestArrivals arrivals,
			BooleanSupplier reachable, ShutdownClock clock) {
		this.delay = delay;
		this.quietPeriod = quietPeriod;
		this.maxDelay = maxDelay;
		this.arrivals = arrivals;
		this.reachable = reachable;
		this.clock = clock;
	}

	@Override
	public String getName() {
		return "readiness";
	}

	@Override
	public int getPhase() {
		return ShutdownPhases.READINESS;
	}

	@Override
	public Duration getTimeout() {
		return this.quietPeriod.isZero() ? this.delay : this.maxDelay;
	}

	/**
	 * Whatever is still coming when the time is over is turned away by the drain.
	 */
	@Override
	public boolean isTimeBoxed() {
		return true;
	}

	@Override
	public CompletionStage<?> run(Duration budget) {
		if (getTimeout().isZero() || !this.reachable.getAsBoolean()) {
			return CompletableFuture.completedStage(null);
		}
		if (!this.quietPeriod.isZero()) {
			this.arrivals.watch();
			this.clock.schedule(this.delay, this::endWhenQuiet);
		}
		return this.over;
	}

	private void endWhenQuiet() {
		Duration missing = this.quietPeriod.minus(this.arrivals.sinceLast());
		if (missing.isNegative() || missing.isZero()) {
			this.over.complete(null);
		}
		else if (!this.over.isDone()) {
			this.clock.schedule(missing, this::endWhenQuiet);
		}
	}

}
