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

package io.github.shutdownspringboot;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.ShutdownPhases;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownStage;
import io.github.shutdownspringboot.history.HistoryAutoConfiguration;
import io.github.shutdownspringboot.history.ShutdownHistory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a shutdown makes of a clock that is set while it goes on.
 */
class ClockJumpTests {

	private static final Duration TAKES = Duration.ofSeconds(3);

	private final ManualShutdownClock clock = new ManualShutdownClock();

	@ParameterizedTest
	@ValueSource(strings = { "PT24H", "PT-24H" })
	void durationsAreThoseThatHavePassed(Duration jump) {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ShutdownCoordinatorAutoConfiguration.class, HistoryAutoConfiguration.class))
			.withBean("shutdownClock", ManualShutdownClock.class, () -> this.clock)
			.withBean(ShutdownStage.class, () -> new JumpingStage(this.clock, jump))
			.run((context) -> {
				ShutdownCoordinator coordinator = context.getBean(ShutdownCoordinator.class);
				ShutdownHistory history = context.getBean(ShutdownHistory.class);
				Instant startedAt = this.clock.now();
				context.close();
				ShutdownReport report = coordinator.getReport();
				assertThat(report.outcome()).isEqualTo(ShutdownOutcome.CLEAN);
				assertThat(report.startedAt()).isEqualTo(startedAt);
				assertThat(report.elapsed()).isEqualTo(TAKES);
				assertThat(report.remaining()).isEqualTo(Duration.ofSeconds(28).minus(TAKES));
				assertThat(report.stages()).filteredOn((stage) -> stage.name().equals("jumping"))
					.singleElement()
					.extracting(ShutdownReport.Stage::duration)
					.isEqualTo(TAKES);
				assertThat(history.getEntries()).singleElement().satisfies((entry) -> {
					assertThat(entry.startedAt()).isEqualTo(startedAt);
					assertThat(entry.duration()).isEqualTo(TAKES);
					assertThat(entry.endedAt()).isEqualTo(startedAt.plus(TAKES));
				});
			});
	}

	/**
	 * Takes some time, in which the clock is set.
	 */
	private record JumpingStage(ManualShutdownClock clock, Duration jump) implements ShutdownStage {

		@Override
		public String getName() {
			return "jumping";
		}

		@Override
		public int getPhase() {
			return ShutdownPhases.DRAIN;
		}

		@Override
		public Duration getTimeout() {
			return Duration.ofSeconds(10);
		}

		@Override
		public CompletionStage<?> run(Duration budget) {
			this.clock.advance(TAKES.dividedBy(2));
			this.clock.jump(this.jump);
			this.clock.advance(TAKES.dividedBy(2));
			return CompletableFuture.completedFuture(null);
		}

	}

}
