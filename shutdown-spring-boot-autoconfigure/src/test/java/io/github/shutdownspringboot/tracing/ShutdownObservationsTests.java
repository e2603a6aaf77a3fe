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

package io.github.shutdownspringboot.tracing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownStage;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import io.github.shutdownspringboot.coordinator.StageState;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ShutdownObservations} and {@link TracingAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ShutdownObservationsTests {

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final ApplicationContextRunner bare = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(ShutdownCoordinatorAutoConfiguration.class, TracingAutoConfiguration.class));

	private final ApplicationContextRunner contextRunner = this.bare.withBean(ObservationRegistry.class,
			() -> this.registry);

	@Test
	void theShutdownIsOneObservationWithAChildForEachStage() {
		this.contextRunner.withBean("drain", ShutdownStage.class, () -> new TestStage("drain", 2, () -> null))
			.withBean("close", ShutdownStage.class, () -> new TestStage("close", 1, () -> {
				throw new IllegalStateException("on purpose");
			}))
			.run((context) -> context.close());
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo("shutdown")
			.that()
			.hasLowCardinalityKeyValue("trigger", "CONTEXT_CLOSE")
			.hasLowCardinalityKeyValue("outcome", "failed")
			.hasHighCardinalityKeyValueWithKey("shutdown.id")
			.doesNotHaveParentObservation()
			.hasBeenStarted()
			.hasBeenStopped();
		assertStage("drain", "succeeded");
		assertStage("close", "failed");
	}

	private void assertStage(String name, String outcome) {
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasAnObservation((observation) -> observation.hasNameEqualTo("shutdown.stage")
				.hasContextualNameEqualTo("shutdown " + name)
				.hasLowCardinalityKeyValue("stage", name)
				.hasLowCardinalityKeyValue("outcome", outcome)
				.hasParentObservationContextSatisfying(
						(parent) -> assertThat(((Observation.Context) parent).getName()).isEqualTo("shutdown")));
	}

	@Test
	void theObservationIsStoppedBeforeBeansAreDestroyed() {
		List<String> order = new CopyOnWriteArrayList<>();
		this.registry.observationConfig().observationHandler(new TestHandler() {

			@Override
			public void onStop(Observation.Context context) {
				order.add(context.getName());
			}

		});
		this.contextRunner.withBean("drain", ShutdownStage.class, () -> new TestStage("drain", 2, () -> null))
			.withBean(DisposableBean.class, () -> () -> order.add("destroyed"))
			.run((context) -> context.close());
		assertThat(order).containsExactly("shutdown.stage", "shutdown", "destroyed");
	}

	@Test
	void aHandlerThatFailsDoesNotDisturbTheShutdown(CapturedOutput output) {
		this.registry.observationConfig().observationHandler(new TestHandler() {

			@Override
			public void onStart(Observation.Context context) {
				throw new IllegalStateException("on start");
			}

		});
		assertCleanShutdown();
		assertThat(output).contains("on start");
	}

	@Test
	void aHandlerThatFailsAtTheEndDoesNotKeepTheOthersFromEnding(CapturedOutput output) {
		this.registry.observationConfig().observationHandler(new TestHandler() {

			@Override
			public void onStop(Observation.Context context) {
				throw new IllegalStateException("on stop of " + context.getName());
			}

		});
		assertCleanShutdown();
		assertThat(output).contains("on stop of shutdown");
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo("shutdown")
			.that()
			.hasLowCardinalityKeyValue("outcome", "clean");
	}

	@Test
	void whatHasNotEndedWhenTheProcessIsAboutToBeEndedIsStopped() {
		ShutdownReport.Stage stage = new ShutdownReport.Stage("drain", 0, Duration.ofSeconds(20), StageState.RUNNING,
				Duration.ZERO, Duration.ofSeconds(1), 1, null);
		ShutdownReport report = new ShutdownReport(ShutdownState.COMPLETED, ShutdownOutcome.FORCED, "id", "SIGTERM",
				null, Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO, List.of(stage), List.of(), List.of());
		ShutdownObservations observations = new ShutdownObservations(this.registry, mock(ShutdownCoordinator.class));
		observations.shutdownStarted(report);
		observations.stageStarted(stage);
		observations.shutdownCompleted(report);
		for (String name : List.of("shutdown", "shutdown.stage")) {
			TestObservationRegistryAssert.assertThat(this.registry)
				.hasObservationWithNameEqualTo(name)
				.that()
				.hasBeenStopped();
		}
		assertStage("drain", "running");
	}

	private void assertCleanShutdown() {
		this.contextRunner.withBean("drain", ShutdownStage.class, () -> new TestStage("drain", 2, () -> null))
			.run((context) -> {
				ShutdownCoordinator coordinator = context.getBean(ShutdownCoordinator.class);
				context.close();
				ShutdownReport report = coordinator.getReport();
				assertThat(report.outcome()).isEqualTo(ShutdownOutcome.CLEAN);
			});
	}

	@Test
	void withoutARegistryNothingIsObserved() {
		ShutdownReport.Stage stage = new ShutdownReport.Stage("drain", 0, Duration.ofSeconds(20), StageState.SUCCEEDED,
				Duration.ZERO, Duration.ofSeconds(1), 1, null);
		ShutdownReport report = new ShutdownReport(ShutdownState.COMPLETED, ShutdownOutcome.CLEAN, "id", "SIGTERM",
				null, Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO, List.of(stage), List.of(), List.of());
		this.bare.run((context) -> {
			ShutdownObservations observations = context.getBean(ShutdownObservations.class);
			assertThatNoException().isThrownBy(() -> {
				observations.shutdownStarted(report);
				observations.stageStarted(stage);
				observations.stageCompleted(stage);
				observations.shutdownCompleted(report);
			});
		});
	}

	@Test
	void withoutObservationOnTheClassPathTheApplicationStarts() {
		this.bare.withClassLoader(new FilteredClassLoader("io.micrometer.observation")).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context).doesNotHaveBean("shutdownObservations");
		});
	}

	private interface TestHandler extends ObservationHandler<Observation.Context> {

		@Override
		default boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	private record TestStage(String name, int phase, Supplier<?> action) implements ShutdownStage {

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
			return Duration.ofSeconds(20);
		}

		@Override
		public CompletionStage<?> run(Duration budget) {
			return CompletableFuture.completedStage(this.action.get());
		}

	}

}
