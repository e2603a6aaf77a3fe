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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.coordinator.ShutdownStage;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.cumulative.CumulativeTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MetricsStage} and {@link MeterRegistryCloser}.
 */
@ExtendWith(OutputCaptureExtension.class)
class MetricsStageTests {

	private static final String COMPLETED = "shutdown.duration[tag(outcome=clean), tag(trigger=CONTEXT_CLOSE)]=1";

	private static final String DRAINED = "shutdown.stage.duration[tag(outcome=succeeded), tag(stage=drain)]=1";

	private final RecordingMeterRegistry registry = new RecordingMeterRegistry();

	private final ApplicationContextRunner bare = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ShutdownCoordinatorAutoConfiguration.class, MetricsAutoConfiguration.class))
		.withBean(RecordingMeterRegistry.class, () -> this.registry);

	private final ApplicationContextRunner contextRunner = this.bare
		.withConfiguration(AutoConfigurations.of(CompositeMeterRegistryAutoConfiguration.class,
				org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration.class))
		.withBean(DrainStage.class, () -> new DrainStage(this.registry));

	@Test
	void theLastPublishHoldsWhatHappenedDuringTheDrain() {
		this.contextRunner.run((context) -> {
			context.close();
			assertThat(this.registry.isClosed()).isTrue();
			assertThat(this.registry.getPublished()).singleElement()
				.satisfies((meters) -> assertThat(meters).contains("drained[]=1", "global[]=1", DRAINED, COMPLETED));
		});
		assertThat(Metrics.globalRegistry.getRegistries()).doesNotContain(this.registry);
	}

	@Test
	void theLastPublishOfAnApplicationWithLazyInitializationHoldsItAsWell() {
		this.contextRunner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				context.getBean(MeterRegistry.class);
				context.close();
				assertThat(this.registry.getPublished()).singleElement()
					.satisfies((meters) -> assertThat(meters).contains("drained[]=1", DRAINED, COMPLETED));
			});
	}

	@Test
	void allOfSeveralRegistriesAreClosedInTheStage() {
		SimpleMeterRegistry other = new SimpleMeterRegistry();
		this.contextRunner.withBean("other", SimpleMeterRegistry.class, () -> other).run((context) -> {
			context.close();
			assertThat(this.registry.getPublished()).singleElement()
				.satisfies((meters) -> assertThat(meters).contains("global[]=1", DRAINED, COMPLETED));
			assertThat(other.isClosed()).isTrue();
			assertThat(other.get("shutdown.duration").tags("outcome", "clean", "trigger", "CONTEXT_CLOSE").timer())
				.satisfies((timer) -> assertThat(timer.count()).isOne());
		});
	}

	@Test
	void theRegistriesAreLeftToSpringBootIfTheUserWantsIt() {
		this.contextRunner.withPropertyValues("shutdown.metrics.defer-close=false").run((context) -> {
			assertThat(context).doesNotHaveBean(MetricsStage.class);
			context.close();
			assertThat(this.registry.getPublished()).singleElement()
				.satisfies((meters) -> assertThat(meters).doesNotContain("drained[]=1", DRAINED));
		});
	}

	@Test
	void whereThereIsNoListenerTheRegistriesAreLeftAlone() {
		this.bare.run((context) -> {
			context.close();
			assertThat(this.registry.isClosed()).isFalse();
		});
	}

	@Test
	void aBeanOfThatNameThatIsNoListenerIsLeftAlone(CapturedOutput output) {
		this.bare.withBean("meterRegistryCloser", String.class, () -> "no listener").run((context) -> context.close());
		assertThat(output).doesNotContain("WARN", "ERROR");
	}

	@Test
	void whereARegistryCannotRecordAllAreClosedInTheStageAllTheSame() {
		AtomicBoolean closed = new AtomicBoolean();
		this.contextRunner.withBean("failing", SimpleMeterRegistry.class, FailingMeterRegistry::new)
			.withBean(DisposableBean.class, () -> () -> closed.set(this.registry.isClosed()))
			.run((context) -> context.close());
		assertThat(closed).isTrue();
	}

	@Test
	void aListenerThatFailsFailsTheStageAndNothingElse(CapturedOutput output) {
		this.bare.withBean("meterRegistryCloser", FailingListener.class, FailingListener::new)
			.run((context) -> context.close());
		assertThat(output).contains("Stage 'metrics' failed").contains("Shutdown completed: FAILED");
	}

	static class FailingListener implements ApplicationListener<ContextClosedEvent> {

		@Override
		public void onApplicationEvent(ContextClosedEvent event) {
			throw new IllegalStateException("no");
		}

	}

	static class FailingMeterRegistry extends SimpleMeterRegistry {

		@Override
		protected Timer newTimer(Meter.Id id, DistributionStatisticConfig config, PauseDetector pauseDetector) {
			return new CumulativeTimer(id, this.clock, config, pauseDetector, getBaseTimeUnit(), false) {

				@Override
				protected void recordNonNegative(long amount, TimeUnit unit) {
					throw new IllegalStateException("no");
				}

			};
		}

	}

	static class DrainStage implements ShutdownStage {

		private final MeterRegistry registry;

		DrainStage(MeterRegistry registry) {
			this.registry = registry;
		}

		@Override
		public String getName() {
			return "drain";
		}

		@Override
		public int getPhase() {
			return Integer.MAX_VALUE - 512;
		}

		@Override
		public Duration getTimeout() {
			return Duration.ofSeconds(20);
		}

		@Override
		public CompletionStage<?> run(Duration budget) {
			// Nobody knew these meters before
			this.registry.counter("drained").increment();
			Metrics.counter("global").increment();
			return CompletableFuture.completedStage(List.of());
		}

	}

}
