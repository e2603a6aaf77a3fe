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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.TestThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.ApplicationContextEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ShutdownEventPublisher}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ShutdownEventPublisherTests {

	private static final String[] ALL = { "started CONTEXT_CLOSE", "test RUNNING", "test SUCCEEDED",
			"completed CLEAN" };

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(LifecycleAutoConfiguration.class, ShutdownCoordinatorAutoConfiguration.class))
		.withBean(TestStage.class,
				() -> new TestStage("test", ShutdownPhases.DRAIN, Duration.ofSeconds(20)).thatEndsAtOnce());

	@Test
	void listenersOfAllKindsHearOfAllThatHappens(CapturedOutput output) {
		Listeners listeners = new Listeners();
		this.contextRunner.withBean(Listeners.class, () -> listeners)
			.withUserConfiguration(ListenerBeans.class)
			.run((context) -> {
				ListenerBeans beans = context.getBean(ListenerBeans.class);
				context.close();
				assertThat(listeners.heard).containsExactly(ALL);
				assertThat(beans.heard).containsExactly(ALL);
				assertThat(listeners.threads).containsOnly("shutdown-events");
			});
		assertThat(output).doesNotContain("WARN", "ERROR");
	}

	@Test
	void aListenerThatWantsToBeFirstHearsOfItBeforeTheEventsOfTheContext() {
		List<String> heard = new CopyOnWriteArrayList<>();
		ApplicationListener<ShutdownStartedEvent> events = (event) -> heard.add("event");
		this.contextRunner.withBean(First.class, () -> new First(heard))
			.withInitializer((context) -> context.addApplicationListener(events))
			.run((context) -> context.close());
		assertThat(heard).containsExactly("first", "event");
	}

	@Test
	void aListenerHearsOfTheStagesBeforeItIsDestroyedAndOfTheEndAfterIt() {
		Destroyed listener = new Destroyed();
		this.contextRunner.withBean(Destroyed.class, () -> listener).run((context) -> {
			context.close();
			assertThat(listener.heard).containsExactly("test RUNNING", "test SUCCEEDED", "destroyed",
					"completed CLEAN");
		});
	}

	@Test
	void aListenerThatIsLazyHearsWhatIsNotTooLateAndNothingIsWarnedOf(CapturedOutput output) {
		Listeners listeners = new Listeners();
		this.contextRunner.withBean(Listeners.class, () -> listeners)
			.withUserConfiguration(LateListener.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> context.close());
		assertThat(listeners.heard).startsWith("started CONTEXT_CLOSE", "test RUNNING", "test SUCCEEDED");
		assertThat(output).doesNotContain("WARN", "ERROR");
	}

	@Test
	void aListenerThatIsLazyHearsOfTheEndIfThatIsAllThatItWantsToHear() {
		List<String> heard = new CopyOnWriteArrayList<>();
		this.contextRunner.withBean(LastListener.class, () -> new LastListener(heard))
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> context.close());
		assertThat(heard).containsExactly("completed CLEAN");
	}

	@Test
	void aListenerToAnythingIsLeftAloneOnceItIsDestroyed() {
		List<String> heard = new CopyOnWriteArrayList<>();
		this.contextRunner.withBean(ListenerToAll.class, () -> new ListenerToAll(heard))
			.run((context) -> context.close());
		assertThat(heard).contains("ShutdownStartedEvent").endsWith("destroyed");
	}

	@Test
	void aListenerThatFailsIsLoggedAndChangesNothing(CapturedOutput output) {
		ApplicationListener<ShutdownStageEvent> failing = (event) -> {
			throw new IllegalStateException("on purpose");
		};
		Listeners listeners = new Listeners();
		this.contextRunner.withBean(Listeners.class, () -> listeners)
			.withInitializer((context) -> context.addApplicationListener(failing))
			.run((context) -> {
				ShutdownCoordinator coordinator = context.getBean(ShutdownCoordinator.class);
				context.close();
				assertThat(coordinator.getReport().outcome()).isEqualTo(ShutdownOutcome.CLEAN);
			});
		assertThat(listeners.heard).contains("started CONTEXT_CLOSE", "completed CLEAN");
		assertThat(output).contains("WARN", "on purpose");
	}

	@Test
	void aListenerThatBlocksDoesNotHoldTheShutdown() {
		CountDownLatch never = new CountDownLatch(1);
		ApplicationListener<ShutdownStartedEvent> blocking = (event) -> {
			try {
				never.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		};
		this.contextRunner.withInitializer((context) -> context.addApplicationListener(blocking)).run((context) -> {
			ShutdownCoordinator coordinator = context.getBean(ShutdownCoordinator.class);
			CompletableFuture<Void> closed = TestThreads.run(context::close);
			assertThat(closed).succeedsWithin(60, TimeUnit.SECONDS);
			assertThat(coordinator.getReport().stages())
				.allSatisfy((stage) -> assertThat(stage.state()).isEqualTo(StageState.SUCCEEDED));
		});
	}

	@Test
	void aParentHearsOfTheShutdownOfItsChildOnceAndThenOfItsOwn() {
		Listeners listeners = new Listeners();
		this.contextRunner.withBean(Listeners.class, () -> listeners).run((parent) -> {
			this.contextRunner.withParent(parent.getSourceApplicationContext()).run((child) -> {
				child.close();
				assertThat(listeners.heard).containsExactly(ALL);
				assertThat(listeners.contexts).containsOnly(child.getSourceApplicationContext());
			});
			listeners.heard.clear();
			listeners.contexts.clear();
			parent.close();
			assertThat(listeners.heard).containsExactly(ALL);
			assertThat(listeners.contexts).containsOnly(parent.getSourceApplicationContext());
		});
	}

	private static String describe(ApplicationContextEvent event) {
		if (event instanceof ShutdownStartedEvent started) {
			return "started " + started.getReport().trigger();
		}
		if (event instanceof ShutdownStageEvent stage) {
			return stage.getStage().name() + " " + stage.getStage().state();
		}
		return "completed " + ((ShutdownCompletedEvent) event).getReport().outcome();
	}

	private record First(List<String> heard) implements ShutdownListener, Ordered {

		@Override
		public void shutdownStarted(ShutdownReport report) {
			this.heard.add("first");
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

	}

	static class Listeners {

		private final List<String> heard = new CopyOnWriteArrayList<>();

		private final List<String> threads = new CopyOnWriteArrayList<>();

		private final List<ApplicationContext> contexts = new CopyOnWriteArrayList<>();

		@EventListener({ ShutdownStartedEvent.class, ShutdownStageEvent.class, ShutdownCompletedEvent.class })
		void on(ApplicationContextEvent event) {
			this.heard.add(describe(event));
			this.threads.add(Thread.currentThread().getName());
			this.contexts.add(event.getApplicationContext());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ListenerBeans {

		private final List<String> heard = new CopyOnWriteArrayList<>();

		@Bean
		ApplicationListener<ShutdownStartedEvent> startedListener() {
			return (event) -> this.heard.add(describe(event));
		}

		@Bean
		ApplicationListener<ShutdownStageEvent> stageListener() {
			return (event) -> this.heard.add(describe(event));
		}

		@Bean
		ApplicationListener<ShutdownCompletedEvent> completedListener() {
			return (event) -> this.heard.add(describe(event));
		}

	}

	static class Destroyed implements ApplicationListener<ShutdownCompletedEvent>, DisposableBean {

		private final List<String> heard = new CopyOnWriteArrayList<>();

		@Override
		public void onApplicationEvent(ShutdownCompletedEvent event) {
			this.heard.add(describe(event));
		}

		@EventListener
		void stage(ShutdownStageEvent event) {
			this.heard.add(describe(event));
		}

		@Override
		public void destroy() {
			this.heard.add("destroyed");
		}

	}

	@Lazy
	static class LateListener {

		@EventListener
		void completed(ShutdownCompletedEvent event) {
			throw new IllegalStateException("Too late to be created");
		}

	}

	static class LastListener implements ApplicationListener<ShutdownCompletedEvent> {

		private final List<String> heard;

		LastListener(List<String> heard) {
			this.heard = heard;
		}

		@Override
		public void onApplicationEvent(ShutdownCompletedEvent event) {
			this.heard.add("completed " + event.getReport().outcome());
		}

	}

	static class ListenerToAll implements ApplicationListener<ApplicationContextEvent>, DisposableBean {

		private final List<String> heard;

		ListenerToAll(List<String> heard) {
			this.heard = heard;
		}

		@Override
		public void onApplicationEvent(ApplicationContextEvent event) {
			this.heard.add(event.getClass().getSimpleName());
		}

		@Override
		public void destroy() {
			this.heard.add("destroyed");
		}

	}

}
