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

import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import io.github.shutdownspringboot.http.RequestArrivals;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReadinessStage}.
 */
class ReadinessStageTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final ManualShutdownClock clock = new ManualShutdownClock();

	private final RequestArrivals arrivals = new RequestArrivals(this.clock);

	private boolean reachable = true;

	@Test
	void whereNoRequestCanComeThereIsNothingToWaitFor() {
		this.reachable = false;
		ReadinessStage stage = create(SECOND.multipliedBy(5), SECOND);
		assertThat(stage.run(stage.getTimeout()).toCompletableFuture()).isCompleted();
	}

	@Test
	void withoutADelayThereIsNothingToWaitFor() {
		ReadinessStage stage = create(Duration.ZERO, Duration.ZERO);
		assertThat(stage.getTimeout()).isZero();
		assertThat(stage.run(stage.getTimeout()).toCompletableFuture()).isCompleted();
	}

	@Test
	void theDelayIsTheTimeBoxOfTheStage() {
		ReadinessStage stage = create(SECOND.multipliedBy(5), Duration.ZERO);
		assertThat(stage.getTimeout()).isEqualTo(SECOND.multipliedBy(5));
		assertThat(stage.isTimeBoxed()).isTrue();
		CompletableFuture<?> over = stage.run(stage.getTimeout()).toCompletableFuture();
		this.clock.advance(SECOND.multipliedBy(5));
		assertThat(over).as("ended by the engine").isNotDone();
	}

	@Test
	void afterTheDelayNoRequestMustHaveComeForTheQuietPeriod() {
		ReadinessStage stage = create(SECOND.multipliedBy(2), SECOND.multipliedBy(3));
		CompletableFuture<?> over = stage.run(stage.getTimeout()).toCompletableFuture();
		this.clock.advance(SECOND.multipliedBy(2));
		this.arrivals.arrived();
		this.clock.advance(SECOND.multipliedBy(2));
		this.arrivals.arrived();
		this.clock.advance(SECOND.multipliedBy(3).minusNanos(1));
		assertThat(over).isNotDone();
		this.clock.advance(Duration.ofNanos(1));
		assertThat(over).isCompleted();
	}

	@Test
	void aQuietPeriodThatIsOverWithTheDelayAddsNothing() {
		ReadinessStage stage = create(SECOND.multipliedBy(5), SECOND);
		CompletableFuture<?> over = stage.run(stage.getTimeout()).toCompletableFuture();
		this.clock.advance(SECOND.multipliedBy(5));
		assertThat(over).isCompleted();
	}

	@Test
	void withAQuietPeriodTheStageMayTakeTheMaximum() {
		assertThat(create(SECOND, SECOND).getTimeout()).isEqualTo(SECOND.multipliedBy(15));
	}

	private ReadinessStage create(Duration delay, Duration quietPeriod) {
		return new ReadinessStage(delay, quietPeriod, SECOND.multipliedBy(15), this.arrivals, () -> this.reachable,
				this.clock);
	}

}
