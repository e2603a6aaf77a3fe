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
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the {@link DefaultShutdownCoordinator} does at its deadline and after.
 */
@ExtendWith({ OutputCaptureExtension.class, DeadlineThreads.class })
class DeadlineTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final ManualShutdownClock clock = new ManualShutdownClock();

	private final ShutdownEvents events = new ShutdownEvents();

	private final ShutdownReportSinks sinks = new ShutdownReportSinks();

	private final TestProcessEnd processEnd = new TestProcessEnd();

	private final CompletableFuture<ShutdownReport> kept = new CompletableFuture<>();

	@AfterEach
	void forget() {
		MDC.clear();
	}

	@Test
	void whatIsStuckInAStageIsNamedAndKeptInTheReport(CapturedOutput output) {
		DefaultShutdownCoordinator coordinator = coordinator(true, stuck(() -> List.of(item("request GET /x"))));
		coordinator.announce("SIGTERM");
		this.clock.advance(TIMEOUT);
		Awaitility.await().until(() -> output.getOut().contains("Unfinished: request GET /x (1.000 s)"));
		assertThat(output).contains("The deadline of 10.000 s has passed: what is left is not waited for any more");
		this.clock.advance(Duration.ofMillis(400));
		assertThat(this.kept).succeedsWithin(30, TimeUnit.SECONDS).satisfies((report) -> {
			assertThat(report.outcome()).isEqualTo(ShutdownOutcome.FORCED);
			assertThat(report.unfinished()).extracting(ShutdownReport.Unfinished::what)
				.containsExactly("request GET /x");
		});
		Awaitility.await().until(() -> this.processEnd.halts.get() > 0);
		// The last words have a limited time, of which the halt does not tell
		Awaitility.await()
			.untilAsserted(() -> assertThat(output).contains("Shutdown completed: FORCED")
				.contains("The process is ended now"));
	}

	@Test
	void theSinksOfTheReportHearOfTheDeadlineBecauseTheProcessMayBeEndedBeforeThereIsAReport() {
		CompletableFuture<Void> told = new CompletableFuture<>();
		DefaultShutdownCoordinator coordinator = coordinator(true);
		this.sinks.set(List.of(new ShutdownReportSink() {

			@Override
			public void keep(ShutdownReport report) {
			}

			@Override
			public void deadlinePassed() {
				told.complete(null);
			}

		}));
		coordinator.announce("SIGTERM");
		this.clock.advance(TIMEOUT.minusMillis(1));
		assertThat(told).isNotDone();
		this.clock.advance(Duration.ofMillis(1));
		assertThat(told).succeedsWithin(30, TimeUnit.SECONDS);
	}

	@Test
	void aStageThatDoesNotAnswerKeepsNothingElseFromBeingNamed(CapturedOutput output) {
		CompletableFuture<Void> never = new CompletableFuture<>();
		DefaultShutdownCoordinator coordinator = coordinator(true, stuck(() -> {
			never.join();
			return List.of();
		}), stuck(() -> List.of(item("request GET /x"))));
		coordinator.announce("SIGTERM");
		this.clock.advance(TIMEOUT);
		Awaitility.await().until(() -> output.getOut().contains("Unfinished: request GET /x (1.000 s)"));
		never.complete(null);
	}

	@Test
	void whereTheEndIsNotForcedWhatIsStuckIsNamedAndTheProcessGoesOn(CapturedOutput output) {
		DefaultShutdownCoordinator coordinator = coordinator(false, stuck(() -> List.of(item("request GET /x"))));
		coordinator.announce("SIGTERM");
		this.clock.advance(Duration.ofMinutes(1));
		Awaitility.await().until(() -> output.getOut().contains("Unfinished: request GET /x (1.000 s)"));
		assertThat(output).contains("what is left is still waited for");
		assertThat(this.processEnd.halts).hasValue(0);
	}

	@Test
	void aContextThatHasClosedInTimeHearsNothingOfItsDeadline(CapturedOutput output) {
		this.processEnd.underWay = false;
		DefaultShutdownCoordinator coordinator = coordinator(true);
		coordinator.announce("CONTEXT_CLOSE");
		coordinator.destroy();
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(this.clock.getTasks()).isZero();
		assertThat(output).doesNotContain("The deadline");
	}

	@Test
	void contextsOfAProcessThatEndsShareTheTime() {
		this.processEnd.elapsed = Duration.ofSeconds(3);
		DefaultShutdownCoordinator coordinator = coordinator(true);
		coordinator.announce("SIGTERM");
		assertThat(coordinator.getRemaining()).isEqualTo(Duration.ofSeconds(7));
		this.clock.advance(Duration.ofSeconds(7).plusMillis(400));
		Awaitility.await().until(() -> this.processEnd.halts.get() > 0);
	}

	@Test
	void aContextThatHasNoTimeLeftIsOverAtOnce() {
		this.processEnd.elapsed = Duration.ofSeconds(11);
		DefaultShutdownCoordinator coordinator = coordinator(true);
		coordinator.announce("SIGTERM");
		assertThat(coordinator.getRemaining()).isZero();
	}

	@Test
	void whenSomethingHangsAfterTheContextHasClosedThatIsSaid(CapturedOutput output) {
		DefaultShutdownCoordinator coordinator = coordinator(true);
		coordinator.announce("SIGTERM");
		coordinator.destroy();
		this.clock.advance(TIMEOUT.plusMillis(400));
		Awaitility.await().until(() -> this.processEnd.halts.get() > 0);
		Awaitility.await()
			.untilAsserted(() -> assertThat(output.getErr())
				.contains("The process is ended now, 10.400 s after the shutdown began")
				.contains("a shutdown hook of the JVM does not end"));
		assertThat(this.kept.join().outcome()).isEqualTo(ShutdownOutcome.CLEAN);
	}

	@Test
	void anInterruptThatWasMeantForABeanDoesNotLoseTheReport() {
		DefaultShutdownCoordinator coordinator = coordinator(true);
		coordinator.announce("SIGTERM");
		Thread.currentThread().interrupt();
		coordinator.destroy();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.kept).isDone();
	}

	@Test
	void namesOfOthersMakeNoLinesOfTheirOwn(CapturedOutput output) {
		DefaultShutdownCoordinator coordinator = coordinator(true,
				stuck(() -> List.of(item("work 'a\n2026-01-01 INFO forged'"))));
		coordinator.announce("SIGTERM");
		this.clock.advance(TIMEOUT);
		Awaitility.await().until(() -> output.getOut().contains("Unfinished: work 'a 2026-01-01 INFO forged'"));
	}

	@Test
	void aStageMayAskForAllTheTimeThereIs() {
		TestStage stage = new TestStage("endless", ShutdownPhases.DRAIN, Duration.ofSeconds(Long.MAX_VALUE));
		DefaultShutdownCoordinator coordinator = coordinator(true, stage,
				new TestStage("other", ShutdownPhases.DRAIN - 1, Duration.ofSeconds(Long.MAX_VALUE)));
		assertThat(coordinator.getReport().worstCase()).isEqualTo(TIMEOUT);
	}

	private static ShutdownReport.Unfinished item(String what) {
		return ShutdownReport.Unfinished.of(what, Duration.ofSeconds(1));
	}

	private static ShutdownStage stuck(Supplier<List<ShutdownReport.Unfinished>> unfinished) {
		return new StuckStage("stuck" + unfinished.hashCode(), unfinished);
	}

	private DefaultShutdownCoordinator coordinator(boolean forced, ShutdownStage... stages) {
		this.sinks.set(List.of(this.kept::complete));
		DefaultShutdownCoordinator coordinator = new DefaultShutdownCoordinator(TIMEOUT, forced, this.clock,
				this.events, this.sinks, new ShutdownLog());
		List<StageExecution> executions = List.of(stages)
			.stream()
			.map((stage) -> new StageExecution(stage, this.clock))
			.toList();
		coordinator.plan(new ShutdownPlan(executions, () -> null, () -> null, List::of, this.processEnd));
		return coordinator;
	}

	private record StuckStage(String name,
			Supplier<List<ShutdownReport.Unfinished>> waitingFor) implements ShutdownStage {

		@Override
		public String getName() {
			return this.name;
		}

		@Override
		public int getPhase() {
			return ShutdownPhases.DRAIN;
		}

		@Override
		public Duration getTimeout() {
			return TIMEOUT;
		}

		@Override
		public List<ShutdownReport.Unfinished> unfinished() {
			return this.waitingFor.get();
		}

		@Override
		public CompletableFuture<?> run(Duration budget) {
			return new CompletableFuture<>();
		}

	}

}
