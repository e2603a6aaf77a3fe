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

package io.github.shutdownspringboot.metrics;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.shutdownspringboot.TestThreads;
import io.github.shutdownspringboot.coordinator.Measurement;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownStage;
import io.github.shutdownspringboot.coordinator.StageState;
import io.github.shutdownspringboot.coordinator.StatusContributor;
import io.github.shutdownspringboot.coordinator.Timing;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.cumulative.CumulativeTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ShutdownMetrics}.
 */
class ShutdownMetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final AtomicLong value = new AtomicLong();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ShutdownCoordinatorAutoConfiguration.class, MetricsAutoConfiguration.class,
						org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration.class))
		.withBean(MeterRegistry.class, () -> this.registry)
		.withBean(ShutdownStage.class, TestStage::new)
		.withBean(StatusContributor.class, () -> new StatusContributor() {

			@Override
			public List<Measurement> getMeasurements() {
				return List.of(
						new Measurement(Measurement.Type.GAUGE, "shutdown.things.active", Map.of("kind", "a"), "Things",
								"things", ShutdownMetricsTests.this.value::get),
						new Measurement(Measurement.Type.COUNTER, "shutdown.things.rejected", Map.of(), "Things",
								"things", ShutdownMetricsTests.this.value::get));
			}

		});

	@Test
	void theObservationsOfTheShutdownDoNotBecomeMeters() {
		this.contextRunner.run((context) -> {
			ObservationRegistry observations = ObservationRegistry.create();
			observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(this.registry));
			Observation.createNotStarted("shutdown", observations)
				.observe(() -> Observation.createNotStarted("shutdown.stage", observations).observe(() -> {
				}));
			Observation.createNotStarted("another", observations).observe(() -> {
			});
			assertThat(this.registry.getMeters()).extracting((meter) -> meter.getId().getName())
				.contains("another", "another.active")
				.doesNotContain("shutdown", "shutdown.active", "shutdown.stage", "shutdown.stage.active");
		});
	}

	@Test
	void allMetersAreThereFromTheStart() {
		this.contextRunner.run((context) -> {
			this.value.set(3);
			assertThat(this.registry.get("shutdown.things.active").tag("kind", "a").gauge().value()).isEqualTo(3);
			assertThat(this.registry.get("shutdown.things.rejected").functionCounter().count()).isEqualTo(3);
			assertThat(this.registry.get("shutdown.stage.pending").tag("stage", "test").gauge().value()).isEqualTo(7);
			assertThat(this.registry.get("shutdown.stage.duration").tag("stage", "test").timers()).hasSize(3);
			assertThat(this.registry.get("shutdown.duration").tag("trigger", "CONTEXT_CLOSE").timers()).hasSize(4);
			assertThat(this.registry.get("shutdown.timeout").timeGauge().value(TimeUnit.SECONDS)).isEqualTo(28);
		});
	}

	@Test
	void countersCountAfterAGarbageCollection() {
		this.contextRunner.run((context) -> {
			WeakReference<Object> garbage = new WeakReference<>(new Object());
			Awaitility.await().until(() -> {
				System.gc();
				return garbage.get() == null;
			});
			this.value.set(5);
			assertThat(this.registry.get("shutdown.things.rejected").functionCounter().count()).isEqualTo(5);
			assertThat(this.registry.get("shutdown.things.active").gauge().value()).isEqualTo(5);
		});
	}

	@Test
	void theTimeOfAStageAndOfTheShutdownAreRecorded() {
		this.contextRunner.run((context) -> context.close());
		Timer stage = this.registry.get("shutdown.stage.duration")
			.tags("stage", "test", "outcome", "succeeded")
			.timer();
		assertThat(stage.count()).isOne();
		Timer shutdown = this.registry.get("shutdown.duration")
			.tags("trigger", "CONTEXT_CLOSE", "outcome", "clean")
			.timer();
		assertThat(shutdown.count()).isOne();
	}

	@Test
	void timingsAreThereForRegistriesThatAreBoundBeforeAndAfterAndMayBeTakenAway() {
		this.contextRunner.run((context) -> {
			ShutdownMetrics metrics = context.getBean(ShutdownMetrics.class);
			Timing timing = new Timing("shutdown.things.close", Map.of("thing", "a"), "Things");
			metrics.register(timing);
			SimpleMeterRegistry other = new SimpleMeterRegistry();
			metrics.bindTo(other);
			metrics.record(timing, Duration.ofSeconds(2));
			for (MeterRegistry each : List.of(this.registry, other)) {
				Timer timer = each.get("shutdown.things.close").tag("thing", "a").timer();
				assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(2);
			}
			metrics.remove(timing);
			assertThat(this.registry.find("shutdown.things.close").timer()).isNull();
		});
	}

	@Test
	void whoRecordsWhatAnotherIsRecordingWaitsForIt() throws Exception {
		HoldingMeterRegistry holding = new HoldingMeterRegistry();
		this.contextRunner.run((context) -> {
			ShutdownMetrics metrics = context.getBean(ShutdownMetrics.class);
			metrics.bindTo(holding);
			ShutdownReport.Stage stage = new ShutdownReport.Stage("test", 0, Duration.ofSeconds(20),
					StageState.SUCCEEDED, Duration.ZERO, Duration.ofSeconds(1), 0, null);
			CompletableFuture<Void> one = TestThreads.run(() -> metrics.stageCompleted(stage));
			assertThat(holding.entered.await(30, TimeUnit.SECONDS)).isTrue();
			CompletableFuture<Thread> thread = new CompletableFuture<>();
			CompletableFuture<Void> another = TestThreads.run(() -> {
				thread.complete(Thread.currentThread());
				metrics.stageCompleted(stage);
			});
			Awaitility.await().until(() -> thread.join().getState() == Thread.State.WAITING);
			assertThat(another).isNotDone();
			holding.letGo.countDown();
			CompletableFuture.allOf(one, another).get(30, TimeUnit.SECONDS);
			assertThat(holding.get("shutdown.stage.duration").tags("stage", "test", "outcome", "succeeded").timer())
				.satisfies((timer) -> assertThat(timer.count()).isOne());
		});
	}

	static class TestStage implements ShutdownStage {

		@Override
		public String getName() {
			return "test";
		}

		@Override
		public int getPhase() {
			return 0;
		}

		@Override
		public Duration getTimeout() {
			return Duration.ofSeconds(20);
		}

		@Override
		public long pending() {
			return 7;
		}

		@Override
		public CompletionStage<?> run(Duration budget) {
			return CompletableFuture.completedStage(null);
		}

	}

	/**
	 * Takes its time to record.
	 */
	static final class HoldingMeterRegistry extends SimpleMeterRegistry {

		private final CountDownLatch entered = new CountDownLatch(1);

		private final CountDownLatch letGo = new CountDownLatch(1);

		@Override
		protected Timer newTimer(Meter.Id id, DistributionStatisticConfig config, PauseDetector pauseDetector) {
			return new CumulativeTimer(id, this.clock, config, pauseDetector, getBaseTimeUnit(), false) {

				@Override
				protected void recordNonNegative(long amount, TimeUnit unit) {
					HoldingMeterRegistry.this.entered.countDown();
					try {
						HoldingMeterRegistry.this.letGo.await();
					}
					catch (InterruptedException ex) {
						throw new IllegalStateException(ex);
					}
					super.recordNonNegative(amount, unit);
				}

			};
		}

	}

}
