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

package io.github.shutdownspringboot.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownStage;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ExitCode} and {@link ExitCodeApplicationListener}.
 */
class ExitCodeTests {

	private final List<Integer> halts = new ArrayList<>();

	private volatile boolean jvmIsExiting = true;

	private final ExitCode exitCode = new ExitCode(new Jvm() {

		@Override
		boolean isExiting() {
			return ExitCodeTests.this.jvmIsExiting;
		}

		@Override
		void flushLogs() {
		}

		@Override
		void halt(int code) {
			ExitCodeTests.this.halts.add(code);
		}

	});

	@ParameterizedTest
	@EnumSource(names = { "FAILED", "FORCED" })
	void aShutdownThatWentWrongEndsTheProcessWithTheCode(ShutdownOutcome outcome) {
		this.exitCode.watch(coordinator(ShutdownState.COMPLETED, ShutdownOutcome.CLEAN), codes(9, null));
		this.exitCode.watch(coordinator(ShutdownState.COMPLETED, outcome), codes(3, null));
		this.exitCode.run();
		assertThat(this.halts).containsExactly(3);
	}

	@ParameterizedTest
	@EnumSource(names = { "CLEAN", "TIMED_OUT" })
	void anyOtherShutdownLeavesTheCodeToTheJvm(ShutdownOutcome outcome) {
		this.exitCode.watch(coordinator(ShutdownState.COMPLETED, outcome), codes(3, null));
		this.exitCode.watch(coordinator(ShutdownState.RUNNING, null), codes(3, null));
		this.exitCode.run();
		assertThat(this.halts).isEmpty();
	}

	@Test
	void nothingIsHaltedWhenTheJvmIsNotExiting() {
		this.jvmIsExiting = false;
		this.exitCode.watch(coordinator(ShutdownState.COMPLETED, ShutdownOutcome.FAILED), codes(3, null));
		this.exitCode.run();
		assertThat(this.halts).isEmpty();
	}

	@Test
	void thisJvmIsNotExiting() {
		ExitCode real = new ExitCode();
		real.watch(coordinator(ShutdownState.COMPLETED, ShutdownOutcome.FAILED), codes(3, null));
		real.run();
	}

	@Test
	void whenAnotherApplicationStartsTheOnesThatHaveEndedAreForgottenAndTheOthersAreNot() {
		ShutdownCoordinator running = coordinator(ShutdownState.RUNNING, ShutdownOutcome.FAILED);
		this.exitCode.watch(coordinator(ShutdownState.COMPLETED, ShutdownOutcome.FAILED), codes(3, null));
		this.exitCode.watch(running, codes(4, null));
		this.exitCode.forgetCompleted();
		ShutdownReport failed = coordinator(ShutdownState.COMPLETED, ShutdownOutcome.FAILED).getReport();
		given(running.getReport()).willReturn(failed);
		this.exitCode.run();
		assertThat(this.halts).containsExactly(4);
	}

	@Test
	void anApplicationHandsItsCodeOver() {
		runner("shutdown.exit.failure-code=42").run((context) -> close(context));
		this.exitCode.run();
		assertThat(this.halts).containsExactly(42);
	}

	@Test
	void theProcessOfATestIsLeftAlone() {
		runner("org.springframework.boot.test.context.SpringBootTestContextBootstrapper=true")
			.run((context) -> close(context));
		this.exitCode.run();
		assertThat(this.halts).isEmpty();
		try (ConfigurableApplicationContext context = SpringApplication.run(Empty.class,
				"--spring.main.web-application-type=none", "--spring.main.banner-mode=off")) {
			assertThat(context.containsBean("shutdownExitCode")).isFalse();
		}
	}

	/**
	 * Close a context and only then let the JVM exit: a shutdown that is a part of that
	 * keeps an eye on the process until it is gone, and this one stays.
	 */
	private void close(ConfigurableApplicationContext context) {
		this.jvmIsExiting = false;
		context.close();
		this.jvmIsExiting = true;
	}

	private ApplicationContextRunner runner(String property) {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ShutdownCoordinatorAutoConfiguration.class, ProcessAutoConfiguration.class))
			.withPropertyValues(property)
			.withBean(ShutdownStage.class, FailingStage::new)
			.withInitializer(
					(context) -> context.getBeanFactory().registerSingleton("shutdownExitCode", this.exitCode));
	}

	@Test
	void aCleanShutdownAfterASignalHasACodeOfItsOwnIfThatIsSet() {
		this.exitCode.watch(coordinator(ShutdownState.COMPLETED, ShutdownOutcome.CLEAN, "SIGTERM"), codes(1, 0));
		this.exitCode.run();
		assertThat(this.halts).containsExactly(0);
	}

	@ParameterizedTest
	@CsvSource({ "CLEAN, 0", "FAILED, 3", "TIMED_OUT," })
	void anApplicationThatWasClosedWithoutASignalDecidesUnlessItWasClean(ShutdownOutcome outcome,
			@Nullable Integer halt) {
		this.exitCode.watch(coordinator(ShutdownState.COMPLETED, outcome, "CONTEXT_CLOSE"), codes(3, 7));
		this.exitCode.watch(coordinator(ShutdownState.COMPLETED, ShutdownOutcome.CLEAN, "SIGTERM"), codes(4, 0));
		this.exitCode.run();
		assertThat(this.halts).isEqualTo((halt != null) ? List.of(halt) : List.of());
	}

	@Test
	void ofSeveralCodesTheHighestCounts() {
		for (int code : List.of(4, 6, 5)) {
			this.exitCode.watch(coordinator(ShutdownState.COMPLETED, ShutdownOutcome.CLEAN, "SIGTERM"), codes(1, code));
		}
		this.exitCode.run();
		assertThat(this.halts).containsExactly(6);
	}

	@Test
	void aCodeThatTheApplicationHasChosenIsKeptIfTheShutdownWasClean() {
		this.exitCode.watch(coordinator(ShutdownState.COMPLETED, ShutdownOutcome.CLEAN, "JVM_EXIT"), codes(1, 0));
		this.exitCode.run();
		assertThat(this.halts).isEmpty();
	}

	@Test
	void aShutdownThatTimedOutIsNeitherCleanNorAFailure() {
		this.exitCode.watch(coordinator(ShutdownState.COMPLETED, ShutdownOutcome.TIMED_OUT, "SIGTERM"), codes(1, 0));
		this.exitCode.run();
		assertThat(this.halts).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "CLEAN", "FAILED" })
	void aShutdownThatStillGoesOnIsNotCutShort(ShutdownOutcome outcome) {
		this.exitCode.watch(coordinator(ShutdownState.COMPLETED, outcome, "SIGTERM"), codes(3, 0));
		this.exitCode.watch(coordinator(ShutdownState.DRAINING, ShutdownOutcome.CLEAN, "SIGTERM"), codes(3, 0));
		this.exitCode.run();
		assertThat(this.halts).isEmpty();
	}

	@Test
	void nothingIsHaltedForTheCodeThatTheJvmHasAnyway() {
		this.exitCode.watch(coordinator(ShutdownState.COMPLETED, ShutdownOutcome.FAILED, "SIGTERM"), codes(143, null));
		this.exitCode.run();
		assertThat(this.halts).isEmpty();
	}

	private static ProcessProperties.Exit codes(int failureCode, @Nullable Integer cleanCode) {
		ProcessProperties.Exit codes = new ProcessProperties.Exit();
		codes.setFailureCode(failureCode);
		codes.setCleanCode(cleanCode);
		return codes;
	}

	private static ShutdownCoordinator coordinator(ShutdownState state, @Nullable ShutdownOutcome outcome) {
		return coordinator(state, outcome, null);
	}

	private static ShutdownCoordinator coordinator(ShutdownState state, @Nullable ShutdownOutcome outcome,
			@Nullable String trigger) {
		ShutdownCoordinator coordinator = mock(ShutdownCoordinator.class);
		given(coordinator.getState()).willReturn(state);
		given(coordinator.getReport()).willReturn(new ShutdownReport(state, outcome, null, trigger, null, null,
				Duration.ZERO, Duration.ZERO, List.of(), List.of(), List.of()));
		return coordinator;
	}

	static class FailingStage implements ShutdownStage {

		@Override
		public String getName() {
			return "failing";
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
		public CompletionStage<?> run(Duration budget) {
			return CompletableFuture.failedStage(new IllegalStateException("no"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

}
