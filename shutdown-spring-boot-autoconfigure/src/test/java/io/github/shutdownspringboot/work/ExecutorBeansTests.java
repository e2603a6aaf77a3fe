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

package io.github.shutdownspringboot.work;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.shutdownspringboot.clients.ClientRegistration;
import io.github.shutdownspringboot.clients.ClientsAutoConfiguration;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.StageState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolExecutorFactoryBean;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExecutorBeans} in application contexts that close.
 */
class ExecutorBeansTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations
		.of(LifecycleAutoConfiguration.class, ShutdownCoordinatorAutoConfiguration.class, WorkAutoConfiguration.class));

	@Test
	void executorsOfAllScopesAreKnownOnceTheyHaveBeenMade() {
		this.runner.withUserConfiguration(AllKinds.class).run((context) -> {
			context.getBean("prototype");
			context.getBean("made");
			assertThat(context.getBean(ExecutorBeans.class).getFinishables()).extracting(Object::toString)
				.containsExactlyInAnyOrder("executor 'pool'", "executor 'made'", "executor 'prototype'",
						"executor 'simple'", "executor 'proxied'");
			assertThat(context.getBeanFactory().containsSingleton("lazy")).isFalse();
		});
	}

	@Test
	void anExecutorThatWasMadeWithoutPostProcessorsIsFound() {
		this.runner.withInitializer(
				(context) -> context.getBeanFactory().registerSingleton("registered", Executors.newFixedThreadPool(1)))
			.run((context) -> {
				ExecutorBeans executors = context.getBean(ExecutorBeans.class);
				assertThat(executors.getFinishables()).hasToString("[executor 'registered']");
				context.getBeanFactory().registerSingleton("late", Executors.newFixedThreadPool(1));
				executors.getStops();
				assertThat(executors.getFinishables()).extracting(Object::toString)
					.containsExactlyInAnyOrder("executor 'registered'", "executor 'late'");
			});
	}

	@Test
	void anExecutorThatIsAClientIsStoppedOnceAndInItsPlace() {
		List<String> calls = new CopyOnWriteArrayList<>();
		this.runner.withConfiguration(AutoConfigurations.of(ClientsAutoConfiguration.class))
			.withPropertyValues("shutdown.clients.order=client,pool")
			.withBean("pool", ExecutorService.class,
					() -> new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {

						@Override
						public void shutdown() {
							calls.add("pool");
							super.shutdown();
						}

					})
			.withBean("client", ClientRegistration.class,
					() -> ClientRegistration.of("client", () -> calls.add("client")))
			.withBean("other", ExecutorService.class, () -> Executors.newFixedThreadPool(1))
			.run((context) -> {
				assertThat(context.getBean(ExecutorBeans.class).getFinishables()).hasToString("[executor 'other']");
				close(context);
				assertThat(calls).containsExactly("client", "pool");
			});
	}

	@Test
	void allTasksEndBeforeBeansAreDestroyed() {
		AtomicBoolean done = new AtomicBoolean();
		this.runner.withUserConfiguration(OneThread.class).run((context) -> {
			ThreadPoolTaskExecutor executor = context.getBean(ThreadPoolTaskExecutor.class);
			CountDownLatch closing = closing(context);
			for (int i = 0; i < 3; i++) {
				executor.execute(() -> awaitQuietly(closing));
			}
			executor.execute(() -> done.set(true));
			ShutdownReport report = close(context);
			assertThat(done).isTrue();
			assertThat(report.outcome()).isEqualTo(ShutdownOutcome.CLEAN);
		});
	}

	@Test
	void aTaskThatNeverEndsHoldsNeitherThePhaseNorTheDestruction() {
		CountDownLatch release = new CountDownLatch(1);
		this.runner.withPropertyValues("shutdown.work.timeout=100ms")
			.withUserConfiguration(Stubborn.class)
			.run((context) -> {
				CountDownLatch running = new CountDownLatch(2);
				context.getBean(ForkJoinPool.class).execute(() -> ignoreInterrupts(running, release));
				context.getBean(ThreadPoolTaskExecutor.class).execute(() -> ignoreInterrupts(running, release));
				awaitQuietly(running);
				ShutdownReport report = close(context);
				assertThat(report.outcome()).isEqualTo(ShutdownOutcome.TIMED_OUT);
				assertThat(report.stages()).singleElement().satisfies((stage) -> {
					assertThat(stage.state()).isEqualTo(StageState.TIMED_OUT);
					assertThat(stage.failure()).contains("executor 'forkJoin' with 1 running and 0 queued tasks")
						.contains("executor 'pool' with 1 running and 0 queued tasks");
				});
				release.countDown();
			});
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsOfAnExecutorAreFinishedOrInterrupted() {
		CountDownLatch release = new CountDownLatch(1);
		AtomicBoolean done = new AtomicBoolean();
		this.runner.withPropertyValues("shutdown.work.timeout=1s")
			.withBean("virtual", ExecutorService.class, ExecutorBeansTests::newVirtualThreadPerTaskExecutor)
			.run((context) -> {
				ExecutorService executor = context.getBean(ExecutorService.class);
				CountDownLatch running = new CountDownLatch(1);
				CountDownLatch closing = closing(context);
				executor.execute(() -> {
					awaitQuietly(closing);
					done.set(true);
				});
				executor.execute(() -> ignoreInterrupts(running, release));
				awaitQuietly(running);
				ShutdownReport report = close(context);
				assertThat(done).isTrue();
				assertThat(report.stages()).singleElement()
					.extracting(ShutdownReport.Stage::failure)
					.asString()
					.contains("executor 'virtual' with running tasks");
				release.countDown();
			});
	}

	private static ExecutorService newVirtualThreadPerTaskExecutor() {
		try {
			return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ShutdownReport close(AssertableApplicationContext context) {
		ShutdownCoordinator coordinator = context.getBean(ShutdownCoordinator.class);
		context.getSourceApplicationContext().close();
		return coordinator.getReport();
	}

	private static CountDownLatch closing(AssertableApplicationContext context) {
		CountDownLatch closing = new CountDownLatch(1);
		context.getBean(ShutdownCoordinator.class).onShutdown(closing::countDown);
		return closing;
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void ignoreInterrupts(CountDownLatch running, CountDownLatch release) {
		running.countDown();
		boolean released = false;
		while (!released) {
			try {
				release.await();
				released = true;
			}
			catch (InterruptedException ex) {
				// Ignored
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class AllKinds {

		@Bean
		ExecutorService pool() {
			return Executors.newFixedThreadPool(1);
		}

		@Bean
		ThreadPoolExecutorFactoryBean made() {
			return new ThreadPoolExecutorFactoryBean();
		}

		@Bean
		@Scope("prototype")
		ExecutorService prototype() {
			return Executors.newFixedThreadPool(1);
		}

		@Bean
		@Lazy
		ExecutorService lazy() {
			return Executors.newFixedThreadPool(1);
		}

		@Bean
		SimpleAsyncTaskExecutor simple() {
			return new SimpleAsyncTaskExecutor();
		}

		@Bean
		Executor proxied() {
			return (Executor) new ProxyFactory(Executors.newFixedThreadPool(1)).getProxy();
		}

		@Bean
		ForkJoinPool common() {
			return ForkJoinPool.commonPool();
		}

		@Bean
		Executor lambda() {
			return Runnable::run;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OneThread {

		@Bean
		ThreadPoolTaskExecutor pool() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setCorePoolSize(1);
			return executor;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Stubborn {

		@Bean
		ThreadPoolTaskExecutor pool() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setAwaitTerminationMillis(Duration.ofHours(1).toMillis());
			return executor;
		}

		@Bean
		ForkJoinPool forkJoin() {
			return new ForkJoinPool(1);
		}

	}

}
