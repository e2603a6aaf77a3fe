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

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.OverridingClassLoader;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ShutdownWarmUp}. That an application warms up is tested by
 * {@code ReplacedJarIT} and {@code AheadOfTimeShutdownIT}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ShutdownWarmUpTests {

	private final AtomicReference<ShutdownReport> completed = new AtomicReference<>();

	private final AtomicReference<GenericApplicationContext> warmUpContext = new AtomicReference<>();

	@Test
	void theStagesThatNeedNobodyElseRun() {
		warmUp();
		assertThat(awaitCompleted().outcome()).isEqualTo(ShutdownOutcome.CLEAN);
		assertThat(awaitCompleted().stages()).extracting(ShutdownReport.Stage::name)
			.contains("work", "clients")
			.doesNotContain("requests", "streams", "metrics");
		assertThat(awaitCompleted().stages()).extracting(ShutdownReport.Stage::state)
			.containsOnly(StageState.SUCCEEDED);
	}

	@Test
	void featuresBringWhatTheyNeed() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ShutdownCoordinatorAutoConfiguration.class))
			.run((application) -> {
				warmUp(findBeans());
				assertThat(awaitCompleted().stages()).extracting(ShutdownReport.Stage::name).contains("metrics");
				assertThat(this.warmUpContext.get().getBeanDefinitionNames()).anyMatch(this::isExecutor);
				assertThat(application.getBean(ShutdownCoordinator.class).getState()).isEqualTo(ShutdownState.RUNNING);
			});
	}

	@Test
	void whatNeedsALibraryThatIsNotThereIsLeftOut() {
		ClassLoader classLoader = new OverridingClassLoader(new FilteredClassLoader("io.micrometer")) {

			@Override
			protected boolean isEligibleForOverriding(String className) {
				return className.startsWith("io.github.shutdownspringboot.") && className.endsWith("Registry");
			}

		};
		assertThat(ShutdownWarmUp.findBeans(classLoader)).extracting((beans) -> beans.getClass().getSimpleName())
			.containsExactly("WarmUpExecutor");
	}

	private boolean isExecutor(String name) {
		return ThreadPoolTaskExecutor.class.getName()
			.equals(this.warmUpContext.get().getBeanDefinition(name).getBeanClassName());
	}

	@Test
	void theShutdownIsObserved() {
		AtomicReference<Observation.Context> observed = new AtomicReference<>();
		List<WarmUpBeans> beans = new ArrayList<>(findBeans());
		beans.add((context) -> context.registerBean(Observer.class,
				() -> new Observer(context.getBeanProvider(ObservationRegistry.class).getObject(), observed)));
		warmUp(beans);
		Awaitility.await().until(() -> observed.get() != null);
	}

	@Test
	void nothingIsToBeSeen(CapturedOutput output) {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		warmUp();
		assertThat(output).doesNotContain("hutdown");
		assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
		assertThat(this.warmUpContext.get().isActive()).isFalse();
		Awaitility.await()
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
				.filteredOn((thread) -> thread.getName().startsWith("shutdown-") && !before.contains(thread))
				.isEmpty());
	}

	@Test
	void whatSpringHasFoundOutOfClassesIsStillKnown() {
		Method known = ReflectionUtils.findMethod(String.class, "length");
		warmUp();
		assertThat(ReflectionUtils.findMethod(String.class, "length")).isSameAs(known);
	}

	@Test
	void propertiesOfTheSystemAreNoBusinessOfIt() {
		System.setProperty("shutdown.timeout", "banana");
		System.setProperty("shutdown.enabled", "false");
		try {
			warmUp();
			assertThat(awaitCompleted()).isNotNull();
		}
		finally {
			System.clearProperty("shutdown.timeout");
			System.clearProperty("shutdown.enabled");
		}
	}

	private void warmUp() {
		warmUp(List.of());
	}

	private void warmUp(List<WarmUpBeans> beans) {
		List<WarmUpBeans> all = Stream
			.concat(beans.stream(), Stream.<WarmUpBeans>of(this.warmUpContext::set, this::registerListener))
			.toList();
		new ShutdownWarmUp(getClass().getClassLoader(), all).run();
	}

	private List<WarmUpBeans> findBeans() {
		return ShutdownWarmUp.findBeans(getClass().getClassLoader());
	}

	/**
	 * A listener is told on a thread of its own, for which no shutdown waits for long.
	 * @return what it was told
	 */
	private ShutdownReport awaitCompleted() {
		return Awaitility.await().until(this.completed::get, Objects::nonNull);
	}

	private void registerListener(GenericApplicationContext context) {
		context.registerBean(ShutdownListener.class, () -> new ShutdownListener() {

			@Override
			public void shutdownCompleted(ShutdownReport report) {
				ShutdownWarmUpTests.this.completed.set(report);
			}

		});
	}

	/**
	 * Sees what is observed besides.
	 */
	static final class Observer {

		Observer(ObservationRegistry registry, AtomicReference<Observation.Context> observed) {
			assertThat(registry.isNoop()).isFalse();
			registry.observationConfig().observationHandler(new ObservationHandler<>() {

				@Override
				public void onStop(Observation.Context context) {
					observed.set(Objects.requireNonNull(context));
				}

				@Override
				public boolean supportsContext(Observation.Context context) {
					return true;
				}

			});
		}

	}

}
