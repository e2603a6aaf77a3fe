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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.shutdownspringboot.TestThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ShutdownCoordinatorAutoConfiguration} and {@link ShutdownInitializer}.
 */
class ShutdownCoordinatorAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(LifecycleAutoConfiguration.class, ShutdownCoordinatorAutoConfiguration.class));

	@Test
	void stagesRunWhenTheContextCloses() {
		CountingStage stage = new CountingStage("counting");
		this.contextRunner.withBean(CountingStage.class, () -> stage).run((context) -> {
			assertThat(context.getBean(ShutdownCoordinator.class).getState()).isEqualTo(ShutdownState.RUNNING);
			context.close();
			assertThat(stage.runs).hasValue(1);
		});
	}

	@Test
	void stagesDoNotRunWhenTheContextIsStoppedAndStillRunWhenItCloses() {
		CountingStage stage = new CountingStage("counting");
		this.contextRunner.withBean(CountingStage.class, () -> stage).run((context) -> {
			ConfigurableApplicationContext application = (ConfigurableApplicationContext) context
				.getSourceApplicationContext();
			application.stop();
			application.start();
			application.stop();
			assertThat(stage.runs).hasValue(0);
			application.close();
			assertThat(stage.runs).hasValue(1);
		});
	}

	@Test
	void stagesDoNotRunWhenTheContextIsPausedAndStillRunWhenItCloses() {
		CountingStage stage = new CountingStage("counting");
		this.contextRunner.withBean(CountingStage.class, () -> stage).run((context) -> {
			ConfigurableApplicationContext application = (ConfigurableApplicationContext) context
				.getSourceApplicationContext();
			application.pause();
			application.restart();
			assertThat(stage.runs).hasValue(0);
			application.close();
			assertThat(stage.runs).hasValue(1);
		});
	}

	@Test
	void aChildContextThatClosesIsNoShutdown() {
		CountingStage stage = new CountingStage("counting");
		this.contextRunner.withBean(CountingStage.class, () -> stage).run((context) -> {
			try (AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext()) {
				child.setParent(context.getSourceApplicationContext());
				child.refresh();
			}
			assertThat(stage.runs).hasValue(0);
			assertThat(context.getBean(ShutdownCoordinator.class).getState()).isEqualTo(ShutdownState.RUNNING);
		});
	}

	@Test
	void contextsOfOneJvmHaveShutdownsOfTheirOwn() {
		this.contextRunner.run((first) -> this.contextRunner.run((second) -> {
			ShutdownCoordinator survivor = first.getBean(ShutdownCoordinator.class);
			second.close();
			assertThat(survivor.getState()).isEqualTo(ShutdownState.RUNNING);
		}));
	}

	@Test
	void twoThreadsThatCloseTheContextRunEachStageOnce() {
		CountingStage stage = new CountingStage("counting");
		this.contextRunner.withBean(CountingStage.class, () -> stage).run((context) -> {
			CountDownLatch start = new CountDownLatch(1);
			List<CompletableFuture<Void>> closers = List.of(close(context, start), close(context, start));
			start.countDown();
			closers.forEach(CompletableFuture::join);
			assertThat(stage.runs).hasValue(1);
		});
	}

	private static CompletableFuture<Void> close(ConfigurableApplicationContext context, CountDownLatch start) {
		return TestThreads.run(() -> {
			try {
				start.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			context.close();
		});
	}

	@Test
	void stagesRunWithLazyInitializationToo() {
		CountingStage stage = new CountingStage("counting");
		this.contextRunner.withBean(CountingStage.class, () -> stage)
			.withInitializer((context) -> context
				.addBeanFactoryPostProcessor(new org.springframework.boot.LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				context.close();
				assertThat(stage.runs).hasValue(1);
			});
	}

	@Test
	void theShutdownIsNotOverBeforeTheBeansOfTheApplicationAreDestroyed() {
		List<String> order = new CopyOnWriteArrayList<>();
		this.contextRunner.withBean(DisposableBean.class, () -> () -> order.add("destroyed"))
			.withBean(ShutdownListener.class, () -> new ShutdownListener() {

				@Override
				public void shutdownCompleted(ShutdownReport report) {
					order.add("completed");
				}

			})
			.run((context) -> {
				context.close();
				assertThat(order).containsExactly("destroyed", "completed");
			});
	}

	@Test
	void aLifecycleBeanThatNeverCallsBackIsHeldToTheDeadline() {
		this.contextRunner.withPropertyValues("shutdown.timeout=1s", "spring.lifecycle.timeout-per-shutdown-phase=10m")
			.withBean("hanging", HangingLifecycle.class)
			.run((context) -> {
				CompletableFuture<Void> closed = TestThreads.run(context::close);
				assertThat(closed).succeedsWithin(60, TimeUnit.SECONDS);
			});
	}

	@Test
	void aLifecycleBeanThatCannotTellItsPhaseDoesNotKeepOthersFromHearingOfTheClose() {
		HangingLifecycle lifecycle = new HangingLifecycle();
		AtomicInteger heard = new AtomicInteger();
		this.contextRunner.withBean("moody", HangingLifecycle.class, () -> lifecycle)
			.withInitializer((context) -> context
				.addApplicationListener((ApplicationListener<ContextClosedEvent>) (event) -> heard.incrementAndGet()))
			.run((context) -> {
				lifecycle.moody = true;
				context.close();
				assertThat(heard).hasValue(1);
			});
	}

	@Test
	void aListenerThatBlocksDoesNotHoldTheShutdown() {
		CountDownLatch never = new CountDownLatch(1);
		CountingStage stage = new CountingStage("counting");
		this.contextRunner.withBean(CountingStage.class, () -> stage)
			.withBean(ShutdownListener.class, () -> new ShutdownListener() {

				@Override
				public void shutdownStarted(ShutdownReport report) {
					try {
						never.await();
					}
					catch (InterruptedException ex) {
						Thread.currentThread().interrupt();
					}
				}

			})
			.run((context) -> {
				CompletableFuture<Void> closed = TestThreads.run(context::close);
				assertThat(closed).succeedsWithin(60, TimeUnit.SECONDS);
				assertThat(stage.runs).hasValue(1);
			});
	}

	@Test
	void twoStagesOfOneNameFailTheStart() {
		this.contextRunner.withBean("one", CountingStage.class, () -> new CountingStage("same"))
			.withBean("other", CountingStage.class, () -> new CountingStage("same"))
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasMessageContaining("'one'")
				.hasMessageContaining("'other'")
				.hasMessageContaining("'same'"));
	}

	@Test
	void nothingIsThereWhenDisabled() {
		this.contextRunner.withPropertyValues("shutdown.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ShutdownCoordinator.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0s", "-1s" })
	void aTimeoutThatMakesNoSenseFailsTheStart(String timeout) {
		this.contextRunner.withPropertyValues("shutdown.timeout=" + timeout).run((context) -> {
			assertThat(context).hasFailed();
			Throwable failure = context.getStartupFailure();
			assertThat(failure).isNotNull();
			FailureAnalysis analysis = new InvalidShutdownConfigurationFailureAnalyzer().analyze(failure);
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains("'shutdown.timeout'").contains("'" + timeout + "'");
			assertThat(analysis.getAction()).contains("positive duration");
		});
	}

	@Test
	void theClockCanBeReplaced() {
		this.contextRunner.withUserConfiguration(ClockConfiguration.class)
			.run((context) -> assertThat(context.getBean(ShutdownClock.class)).isInstanceOf(ManualShutdownClock.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class ClockConfiguration {

		@Bean
		ManualShutdownClock manualShutdownClock() {
			return new ManualShutdownClock();
		}

	}

	static class HangingLifecycle implements SmartLifecycle {

		private volatile boolean moody;

		@Override
		public void start() {
		}

		@Override
		public void stop() {
		}

		@Override
		public void stop(Runnable callback) {
			// Never calls back
		}

		@Override
		public boolean isRunning() {
			return !this.moody;
		}

		@Override
		public int getPhase() {
			if (this.moody) {
				throw new IllegalStateException("on purpose");
			}
			return 5;
		}

	}

	static class CountingStage implements ShutdownStage {

		private final AtomicInteger runs = new AtomicInteger();

		private final String name;

		CountingStage(String name) {
			this.name = name;
		}

		@Override
		public String getName() {
			return this.name;
		}

		@Override
		public int getPhase() {
			return 100;
		}

		@Override
		public Duration getTimeout() {
			return Duration.ofSeconds(20);
		}

		@Override
		public CompletionStage<?> run(Duration budget) {
			this.runs.incrementAndGet();
			return CompletableFuture.completedStage(null);
		}

	}

}
