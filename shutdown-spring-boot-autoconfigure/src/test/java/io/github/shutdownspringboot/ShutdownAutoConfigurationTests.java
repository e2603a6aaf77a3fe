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

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.github.shutdownspringboot.clients.ClientRegistration;
import io.github.shutdownspringboot.clients.ClientRegistry;
import io.github.shutdownspringboot.coordinator.InvalidShutdownConfigurationException;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownStage;
import io.github.shutdownspringboot.requests.RequestsAutoConfiguration;
import io.github.shutdownspringboot.streams.StreamsAutoConfiguration;
import io.github.shutdownspringboot.streams.websocket.WebSocketAutoConfiguration;
import io.github.shutdownspringboot.work.WorkTracker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the auto-configurations as a whole, in applications of different kinds.
 */
@ExtendWith(OutputCaptureExtension.class)
class ShutdownAutoConfigurationTests {

	private final ApplicationContextRunner plain = new ApplicationContextRunner().withConfiguration(all());

	private final WebApplicationContextRunner servlet = new WebApplicationContextRunner().withConfiguration(all())
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new);

	private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
		.withConfiguration(all())
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new);

	static Configurations all() {
		return with(LifecycleAutoConfiguration.class, EndpointAutoConfiguration.class,
				WebEndpointAutoConfiguration.class, MetricsAutoConfiguration.class);
	}

	private static Configurations with(Class<?>... others) {
		return AutoConfigurations.of(Stream.concat(Stream.of(ours()), Stream.of(others)).toArray(Class<?>[]::new));
	}

	private static Class<?>[] ours() {
		Class<?>[] ours = StreamSupport
			.stream(ImportCandidates.load(AutoConfiguration.class, null).spliterator(), false)
			.filter((name) -> name.startsWith("io.github.shutdownspringboot."))
			.map((name) -> ClassUtils.resolveClassName(name, null))
			.toArray(Class<?>[]::new);
		assertThat(ours).hasSizeGreaterThan(10);
		return ours;
	}

	@Test
	void aServletApplicationHasAllStages() {
		this.servlet.run((context) -> {
			assertThat(stages(context)).containsExactly("readiness", "requests", "streams", "settle", "work", "clients",
					"metrics");
			assertThat(context).hasBean("shutdownInFlightRequestFilter").hasBean("shutdownStreamFilter");
			assertThat(context).doesNotHaveBean("shutdownInFlightHttpHandlerDecorator");
		});
	}

	@Test
	void aReactiveApplicationHasAllStages() {
		this.reactive.run((context) -> {
			assertThat(stages(context)).containsExactly("readiness", "requests", "streams", "settle", "work", "clients",
					"metrics");
			assertThat(context).hasBean("shutdownInFlightHttpHandlerDecorator")
				.hasBean("shutdownStreamBodyDecorator")
				.hasBean("shutdownNettyQuietPeriodAction");
			assertThat(context).doesNotHaveBean("shutdownInFlightRequestFilter");
		});
	}

	/**
	 * What is named as the bean is found by its name. For all else Spring asks the
	 * definition of each bean for its type, in each start of each user.
	 */
	@Test
	void parametersForOurBeansAreNamedAsTheBeans() {
		this.plain.run(ShutdownAutoConfigurationTests::assertParametersAreNamedAsBeans);
		this.servlet.run(ShutdownAutoConfigurationTests::assertParametersAreNamedAsBeans);
		this.reactive.run(ShutdownAutoConfigurationTests::assertParametersAreNamedAsBeans);
	}

	private static void assertParametersAreNamedAsBeans(ConfigurableApplicationContext context) {
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		Map<String, Method> methods = new HashMap<>();
		for (String beanName : beanFactory.getBeanDefinitionNames()) {
			Method method = (beanFactory.getMergedBeanDefinition(beanName) instanceof RootBeanDefinition definition)
					? definition.getResolvedFactoryMethod() : null;
			if (method != null && method.getDeclaringClass().getName().startsWith("io.github.shutdownspringboot.")) {
				methods.put(beanName, method);
			}
		}
		assertThat(methods).containsKey("shutdownCoordinator");
		for (Method method : methods.values()) {
			for (Parameter parameter : method.getParameters()) {
				String[] candidates = beanFactory.getBeanNamesForType(parameter.getType());
				if (candidates.length == 1 && methods.containsKey(candidates[0])) {
					assertThat(parameter.getName()).as(method.toString()).isEqualTo(candidates[0]);
				}
			}
		}
	}

	@Test
	void nothingIsThereWhenDisabledAlsoIfTheApplicationHasABeanOfTheSameName() {
		this.servlet.withPropertyValues("shutdown.enabled=false")
			.withBean("shutdownCoordinator", Object.class, Object::new)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ShutdownStage.class)
				.doesNotHaveBean("shutdownInFlightRequestFilter"));
	}

	@Test
	void anApplicationWithoutAWebServerHasWorkAndClientsOnly() {
		this.plain.run((context) -> assertThat(stages(context)).containsExactly("work", "clients"));
	}

	@Test
	void trackedWorkIsMeasured() {
		this.servlet.run((context) -> context.getBean(WorkTracker.class)
			.run("work",
					() -> assertThat(context.getBean(MeterRegistry.class).get("shutdown.work.active").gauge().value())
						.isOne()));
	}

	@Test
	void anApplicationWithoutWebOnTheClassPathStarts() {
		this.plain
			.withClassLoader(new FilteredClassLoader("org.springframework.web", "org.springframework.http",
					"jakarta.servlet", "reactor", "org.reactivestreams", "org.apache.catalina", "org.eclipse.jetty"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(stages(context)).containsExactly("work", "clients");
			});
	}

	@Test
	void anApplicationWithoutActuatorStarts() {
		WebApplicationContextRunner runner = new WebApplicationContextRunner().withConfiguration(with());
		runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate")).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(stages(context)).hasSize(6);
			assertThat(context).doesNotHaveBean("shutdownStatusEndpoint");
		});
	}

	@Test
	void anApplicationWithoutMicrometerStarts() {
		new WebApplicationContextRunner().withConfiguration(with())
			.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(stages(context)).hasSize(6);
				assertThat(context).doesNotHaveBean("shutdownMetrics");
			});
	}

	@Test
	void anApplicationWithoutWebSocketStarts() {
		this.servlet.run((context) -> assertThat(context).hasBean("shutdownWebSocketHandlerPostProcessor"));
		this.servlet.withClassLoader(new FilteredClassLoader("org.springframework.web.socket")).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context).doesNotHaveBean("shutdownWebSocketHandlerPostProcessor");
		});
	}

	@Test
	void aReactiveApplicationWithoutNettyStarts() {
		this.reactive.withClassLoader(new FilteredClassLoader("reactor.netty")).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context).doesNotHaveBean("shutdownNettyQuietPeriodAction");
		});
	}

	@Test
	void theQuietPeriodOfNettyIsLeftToTheUserWhoHasSetIt() {
		this.reactive.withPropertyValues("spring.reactor.netty.shutdown-quiet-period=1s")
			.run((context) -> assertThat(context).doesNotHaveBean("shutdownNettyQuietPeriodAction"));
	}

	@Test
	void closingAClientIsATimerFromTheStart() {
		this.servlet.withBean(ClientRegistration.class, () -> ClientRegistration.of("failing", () -> {
			throw new IllegalStateException("no");
		})).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("shutdown.client.close").tag("client", "failing").timers()).hasSize(4)
				.allSatisfy((timer) -> assertThat(timer.count()).isZero());
			ClientRegistry.Handle handle = context.getBean(ClientRegistry.class)
				.register(ClientRegistration.of("late", () -> {
				}));
			assertThat(registry.get("shutdown.client.close").tag("client", "late").timers()).hasSize(4);
			handle.unregister();
			assertThat(registry.find("shutdown.client.close").tag("client", "late").timers()).isEmpty();
			context.close();
			assertThat(registry.get("shutdown.client.close")
				.tags("client", "failing", "outcome", "failed")
				.timer()
				.count()).isOne();
		});
	}

	@Test
	void nothingIsThereWhenDisabled() {
		this.servlet.withPropertyValues("shutdown.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(ShutdownCoordinator.class).doesNotHaveBean(ShutdownStage.class);
			assertThat(context).doesNotHaveBean("shutdownInFlightRequestFilter");
		});
	}

	@Test
	void nothingIsThereWhenDisabledBelowAParentWhereItIsNot() {
		this.servlet.run((parent) -> this.servlet.withParent(parent)
			.withPropertyValues("shutdown.enabled=false")
			.run((context) -> assertThat(
					Stream.of(context.getSourceApplicationContext().getBeanFactory().getBeanDefinitionNames())
						.filter((name) -> name.startsWith("shutdown") || name.endsWith("Stage")))
				.isEmpty()));
	}

	@Test
	void aStageOfTheUserReplacesOurs() {
		this.servlet.withUserConfiguration(OwnStageConfiguration.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean("streamsStage")).isInstanceOf(OwnStage.class);
			assertThat(stages(context)).containsExactly("own", "readiness", "requests", "settle", "work", "clients",
					"metrics");
		});
	}

	@Test
	void onKubernetesTrafficGetsTimeToMoveAwayAndStreamsGetTimeToEnd() {
		this.servlet.withPropertyValues("spring.main.cloud-platform=kubernetes").run((context) -> {
			assertThat(timeout(context, "readiness")).isEqualTo(Duration.ofSeconds(5));
			assertThat(timeout(context, "streams")).isEqualTo(Duration.ofSeconds(8));
		});
		this.servlet.run((context) -> assertThat(timeout(context, "readiness")).isZero());
	}

	@ParameterizedTest
	@CsvSource({ "kubernetes, 2s, 3s", "kubernetes, 9s, 0s", "none, 2s, 5s" })
	void aPreStopHookOnKubernetesShortensTheDelay(String platform, String preStop, String expected) {
		this.servlet
			.withPropertyValues("spring.main.cloud-platform=" + platform, "shutdown.readiness.delay=5s",
					"shutdown.pre-stop=" + preStop, "shutdown.timeout=20s")
			.run((context) -> assertThat(timeout(context, "readiness"))
				.isEqualTo(DurationStyle.detectAndParse(expected)));
	}

	@Test
	void theDelayOfAPlatformIsNoLongerThanTheMaximum() {
		this.servlet.withPropertyValues("spring.main.cloud-platform=kubernetes", "shutdown.readiness.max-delay=3s")
			.run((context) -> assertThat(timeout(context, "readiness")).isEqualTo(Duration.ofSeconds(3)));
	}

	@Test
	void inATestOnKubernetesThereIsNoDelay() {
		this.servlet
			.withPropertyValues("spring.main.cloud-platform=kubernetes",
					"org.springframework.boot.test.context.SpringBootTestContextBootstrapper=true")
			.run((context) -> assertThat(timeout(context, "readiness")).isZero());
	}

	@ParameterizedTest
	@CsvSource({ "shutdown.timeout, -1s, positive", "shutdown.requests.timeout, 0s, positive",
			"shutdown.requests.retry-after, -5s, positive", "shutdown.requests.excluded-paths, internal/**, slash",
			"shutdown.readiness.delay, -1s, zero", "shutdown.readiness.quiet-period, 16s, max-delay",
			"shutdown.readiness.delay, 20s, max-delay", "shutdown.readiness.max-delay, -1s, zero",
			"shutdown.streams.grace, -1s, zero", "shutdown.streams.write-timeout, 0s, positive",
			"shutdown.clients.timeout, 0s, positive", "shutdown.clients.close-timeout, -1s, positive",
			"shutdown.clients.order, 'a,a', once", "shutdown.exit.failure-code, 256, 255",
			"shutdown.streams.message, '', message", "shutdown.websocket.close-code, 1000, 1012",
			"shutdown.work.timeout, 0s, positive", "shutdown.work.unfinished-file, target, file",
			"shutdown.report.file, report.pdf, .html", "shutdown.report.termination-log, yes, never",
			"shutdown.history.size, 0, 1000", "shutdown.history.file, target, file", "shutdown.signals, SIGTERM, SIG",
			"shutdown.signals, QUIT, Remove", "shutdown.signals, USR2, Remove" })
	void aBadValueFailsTheStartWhateverTheApplication(String property, String value, String remedy) {
		this.plain.withPropertyValues(property + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidShutdownConfigurationException.class, (ex) -> {
					assertThat(ex.getDescription()).contains("'" + property + "'");
					assertThat(ex.getAction()).contains(remedy);
				});
		});
	}

	@ParameterizedTest
	@CsvSource({ "server.shutdown, immediate, requests that come between",
			"spring.main.register-shutdown-hook, false, a signal ends the process without a shutdown" })
	void aPropertyThatWillBeRegrettedIsWarnedOf(String property, String value, String words, CapturedOutput output) {
		this.servlet.run((context) -> assertThat(output).doesNotContain(words));
		this.servlet.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(output).contains("'" + property + "' is " + value + ": " + words));
	}

	@Test
	void trafficMovesAwayWhereTheDrainIsExcluded() {
		List<Class<?>> excluded = List.of(RequestsAutoConfiguration.class, StreamsAutoConfiguration.class,
				WebSocketAutoConfiguration.class);
		Class<?>[] rest = Stream.of(ours()).filter((type) -> !excluded.contains(type)).toArray(Class<?>[]::new);
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(rest))
			.run((context) -> assertThat(stages(context)).contains("readiness", "work")
				.doesNotContain("requests", "streams", "settle"));
	}

	@Test
	void aPathThatIsNoPatternFailsTheStart() {
		this.servlet.withPropertyValues("shutdown.requests.excluded-paths=/a/{b")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("'shutdown.requests.excluded-paths'")
				.hasMessageContaining("/a/{b"));
	}

	@Test
	void anUnknownChoiceFailsTheStart() {
		this.plain.withPropertyValues("shutdown.requests.while-draining=maybe")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("shutdown.requests.while-draining")
				.hasStackTraceContaining("maybe"));
	}

	private static List<String> stages(ApplicationContext context) {
		return context.getBean(ShutdownCoordinator.class)
			.getReport()
			.stages()
			.stream()
			.map(ShutdownReport.Stage::name)
			.toList();
	}

	private static Duration timeout(ApplicationContext context, String stage) {
		return context.getBean(ShutdownCoordinator.class)
			.getReport()
			.stages()
			.stream()
			.filter((candidate) -> candidate.name().equals(stage))
			.map(ShutdownReport.Stage::timeout)
			.findFirst()
			.orElseThrow();
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnStageConfiguration {

		@Bean
		OwnStage streamsStage() {
			return new OwnStage();
		}

	}

	static class OwnStage implements ShutdownStage {

		@Override
		public String getName() {
			return "own";
		}

		@Override
		public int getPhase() {
			return Integer.MAX_VALUE - 200;
		}

		@Override
		public Duration getTimeout() {
			return Duration.ofSeconds(1);
		}

		@Override
		public CompletionStage<?> run(Duration budget) {
			return CompletableFuture.completedStage(null);
		}

	}

}
