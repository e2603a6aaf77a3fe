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
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.logging.DeferredLogs;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is said about the shutdown when the application starts:
 * {@link ShutdownBudget}, {@link StartupCheck} and
 * {@link PhaseTimeoutEnvironmentPostProcessor}.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupChecksTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ShutdownCoordinatorAutoConfiguration.class))
		.withBean("work", ShutdownStage.class, () -> new TestStage("work", 5, Duration.ofSeconds(20)).thatEndsAtOnce())
		.withBean("clients", ShutdownStage.class,
				() -> new TestStage("clients", 4, Duration.ofSeconds(10)).thatEndsAtOnce());

	@Test
	void thePlanIsLoggedOnceInOneLineAndTheDefaultsDoNotWarn(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output.toString().lines().filter((line) -> line.contains("Shutdown plan"))).singleElement()
				.asString()
				.contains("INFO")
				.contains("work 20s (phase 5), clients 10s (phase 4); 28s at worst, of the 30s");
			assertThat(output).doesNotContain("WARN");
		});
	}

	@Test
	void aShutdownThatMayTakeLongerThanThePlatformAllowsIsWarnedOf(CapturedOutput output) {
		this.contextRunner.withPropertyValues("shutdown.pre-stop=5s").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).contains("WARN")
				.contains("28s of 'shutdown.timeout' + 5s of 'shutdown.pre-stop' = 33s")
				.contains("'shutdown.termination-grace-period' is 30s")
				.contains("Set 'shutdown.timeout' to no more than 25s");
		});
	}

	@Test
	void theStagesCountIfTheyTakeLessThanTheDeadline(CapturedOutput output) {
		this.contextRunner.withPropertyValues("shutdown.timeout=10m", "shutdown.termination-grace-period=29s")
			.run((context) -> assertThat(output).contains("30s of all stages"));
		this.contextRunner.withPropertyValues("shutdown.timeout=10m", "shutdown.termination-grace-period=30s")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whereThePreStopHookTakesAllThatThereIsItIsToBeLowered(CapturedOutput output) {
		this.contextRunner.withPropertyValues("shutdown.pre-stop=30s")
			.run((context) -> assertThat(output).contains("Lower 'shutdown.pre-stop', or raise"));
	}

	@Test
	void aStrictBudgetKeepsTheApplicationFromStarting() {
		this.contextRunner.withPropertyValues("shutdown.termination-grace-period=20s", "shutdown.strict-budget=true")
			.run((context) -> {
				assertThat(context).hasFailed();
				FailureAnalysis analysis = new InvalidShutdownConfigurationFailureAnalyzer()
					.analyze(context.getStartupFailure());
				assertThat(analysis).isNotNull();
				assertThat(analysis.getDescription()).contains("28s of 'shutdown.timeout'").contains("is 20s");
				assertThat(analysis.getAction()).contains("Set 'shutdown.timeout' to no more than 20s");
			});
		this.contextRunner.withPropertyValues("shutdown.strict-budget=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whatTheFeaturesFindIsWarnedOf(CapturedOutput output) {
		this.contextRunner.withBean("bad", StartupCheck.class, () -> () -> "this will be regretted")
			.withBean("good", StartupCheck.class, () -> () -> null)
			.run((context) -> assertThat(output.toString().lines().filter((line) -> line.contains("WARN")))
				.singleElement()
				.asString()
				.contains("this will be regretted"));
	}

	@ParameterizedTest
	@CsvSource({ "shutdown.termination-grace-period, 0s", "shutdown.pre-stop, -1s" })
	void valuesThatMakeNoSenseFailTheStart(String property, String value) {
		this.contextRunner.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("The property '" + property + "' has the value '" + value + "'."));
	}

	@Test
	void anApplicationThatHasOnlySetTheTimeoutOfPhasesKeepsWhatItMeant(CapturedOutput output) {
		ConfigurableEnvironment environment = process(Map.of("spring.lifecycle.timeout-per-shutdown-phase", "45s"));
		assertThat(environment.getProperty("shutdown.requests.timeout")).isEqualTo("45s");
		assertThat(environment.getProperty("shutdown.timeout")).isEqualTo("53s");
		assertThat(environment.getProperty("shutdown.termination-grace-period")).isEqualTo("55s");
		assertThat(output.toString().lines().filter((line) -> line.contains("shutdown"))).singleElement()
			.asString()
			.contains("INFO")
			.contains("'spring.lifecycle.timeout-per-shutdown-phase' is 45s")
			.contains("'shutdown.timeout' is 53s");
	}

	@ParameterizedTest
	@CsvSource({ "shutdown.timeout, 40s", "shutdown.requests.timeout, 7s", "shutdown.termination-grace-period, 60s",
			"shutdown.enabled, false" })
	void anApplicationThatHasSetMoreThanThatSaysAllOfItItself(String property, String value) {
		ConfigurableEnvironment environment = process(
				Map.of("spring.lifecycle.timeout-per-shutdown-phase", "45s", property, value));
		assertThat(environment.getPropertySources().contains("shutdownPhaseTimeout")).isFalse();
	}

	@Test
	void anApplicationThatHasSetNothingGetsTheDefaults() {
		assertThat(process(Map.of()).getPropertySources().contains("shutdownPhaseTimeout")).isFalse();
	}

	private static ConfigurableEnvironment process(Map<String, Object> properties) {
		ConfigurableEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
		DeferredLogs logs = new DeferredLogs();
		new PhaseTimeoutEnvironmentPostProcessor(logs).postProcessEnvironment(environment, new SpringApplication());
		logs.switchOverAll();
		return environment;
	}

}
