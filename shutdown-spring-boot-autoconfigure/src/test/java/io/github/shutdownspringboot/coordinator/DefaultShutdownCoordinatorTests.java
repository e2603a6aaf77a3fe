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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DefaultShutdownCoordinator} and {@link StageExecution}.
 */
@ExtendWith({ OutputCaptureExtension.class, DeadlineThreads.class })
class DefaultShutdownCoordinatorTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final ManualShutdownClock clock = new ManualShutdownClock();

	private final ShutdownEvents events = new ShutdownEvents();

	private final ShutdownReportSinks reportSinks = new ShutdownReportSinks();

	private final DefaultShutdownCoordinator coordinator = new DefaultShutdownCoordinator(Duration.ofSeconds(10), true,
			this.clock, this.events, this.reportSinks, new ShutdownLog());

	@AfterEach
	void end() {
		this.coordinator.destroy();
		MDC.clear();
	}

	@Test
	void aStageThatCompletesSucceeds() {
		TestStage stage = new TestStage("test", ShutdownPhases.DRAIN, SECOND);
		StageExecution execution = plan(stage);
		this.coordinator.announce("SIGTERM");
		AtomicInteger callbacks = run(execution);
		stage.result.complete(null);
		awaitOne(callbacks);
		assertThat(report(execution).state()).isEqualTo(StageState.SUCCEEDED);
		assertThat(this.coordinator.getReport().outcome()).isEqualTo(ShutdownOutcome.CLEAN);
	}

	@Test
	void aStageThatThrowsAnErrorFailsAndTheCallbackIsCalled() {
		TestStage stage = new TestStage("test", ShutdownPhases.DRAIN, SECOND).doing(() -> {
			throw new StackOverflowError("on purpose");
		});
		StageExecution execution = plan(stage);
		this.coordinator.announce("SIGTERM");
		awaitOne(run(execution));
		assertThat(report(execution).state()).isEqualTo(StageState.FAILED);
		assertThat(report(execution).failure()).contains("on purpose");
		assertThat(this.coordinator.getReport().outcome()).isEqualTo(ShutdownOutcome.FAILED);
	}

	@Test
	void aStageThatCompletesExceptionallyFails() {
		TestStage stage = new TestStage("test", ShutdownPhases.DRAIN, SECOND);
		StageExecution execution = plan(stage);
		this.coordinator.announce("SIGTERM");
		AtomicInteger callbacks = run(execution);
		stage.result.completeExceptionally(new IllegalStateException("on purpose"));
		awaitOne(callbacks);
		assertThat(report(execution).failure()).contains("on purpose");
	}

	@Test
	void aStageThatHasCutWhatWasLeftHasTimedOut(CapturedOutput output) {
		TestStage stage = new TestStage("test", ShutdownPhases.DRAIN, SECOND);
		StageExecution execution = plan(stage);
		this.coordinator.announce("SIGTERM");
		AtomicInteger callbacks = run(execution);
		stage.result.completeExceptionally(new StageTimedOutException("1 unfinished: import", List.of()));
		awaitOne(callbacks);
		assertThat(report(execution).state()).isEqualTo(StageState.TIMED_OUT);
		assertThat(report(execution).failure()).contains("1 unfinished: import");
		assertThat(this.coordinator.getReport().outcome()).isEqualTo(ShutdownOutcome.TIMED_OUT);
		assertThat(output).contains("Stage 'test' timed out after 0.000 s with 1 unfinished: import");
	}

	@Test
	void aThreadThatAThreadOfTheShutdownMakesHasItsIdOnItsLogLines() {
		CompletableFuture<String> id = new CompletableFuture<>();
		TestStage stage = new TestStage("test", ShutdownPhases.DRAIN, SECOND)
			.doing(() -> ShutdownThreads.newThread("other", () -> id.complete(MDC.get("shutdownId"))).start());
		StageExecution execution = plan(stage);
		this.coordinator.announce("SIGTERM");
		run(execution);
		assertThat(id).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(this.coordinator.getReport().shutdownId());
	}

	@Test
	void aStageThatNeedsNoThreadIsOverWithTheCall() {
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		StageExecution execution = plan(
				new PromptTestStage(new TestStage("test", ShutdownPhases.DRAIN, SECOND).thatEndsAtOnce()
					.doing(() -> thread.complete(Thread.currentThread()))));
		this.coordinator.announce("SIGTERM");
		int tasks = this.clock.getTasks();
		assertThat(run(execution)).hasValue(1);
		assertThat(thread).isCompletedWithValue(Thread.currentThread());
		assertThat(report(execution).state()).isEqualTo(StageState.SUCCEEDED);
		assertThat(this.clock.getTasks()).isEqualTo(tasks);
	}

	@Test
	void aStageThatNeedsNoThreadIsCutAtItsTimeoutLikeAnyOther() throws Exception {
		TestStage stage = new TestStage("test", ShutdownPhases.DRAIN, SECOND);
		StageExecution execution = plan(new PromptTestStage(stage));
		this.coordinator.announce("SIGTERM");
		AtomicInteger callbacks = run(execution);
		assertThat(callbacks).hasValue(0);
		this.clock.advance(SECOND);
		awaitOne(callbacks);
		assertThat(report(execution).state()).isEqualTo(StageState.TIMED_OUT);
		assertThat(stage.cut.await(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aStageThatNeedsNoThreadAndThrowsFails() {
		StageExecution execution = plan(
				new PromptTestStage(new TestStage("test", ShutdownPhases.DRAIN, SECOND).doing(() -> {
					throw new StackOverflowError("on purpose");
				})));
		this.coordinator.announce("SIGTERM");
		assertThat(run(execution)).hasValue(1);
		assertThat(report(execution).state()).isEqualTo(StageState.FAILED);
	}

	@Test
	void aStageThatCannotTellWhetherItNeedsAThreadHasOne() {
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		PromptTestStage stage = new PromptTestStage(new TestStage("test", ShutdownPhases.DRAIN, SECOND).thatEndsAtOnce()
			.doing(() -> thread.complete(Thread.currentThread())));
		stage.prompt = null;
		StageExecution execution = plan(stage);
		this.coordinator.announce("SIGTERM");
		awaitOne(run(execution));
		assertThat(report(execution).state()).isEqualTo(StageState.SUCCEEDED);
		assertThat(thread.join()).isNotEqualTo(Thread.currentThread());
	}

	@Test
	void aStageThatNeedsNoThreadHasTheIdOfTheShutdownOnItsLogLines() {
		CompletableFuture<String> id = new CompletableFuture<>();
		StageExecution execution = plan(
				new PromptTestStage(new TestStage("test", ShutdownPhases.DRAIN, SECOND).thatEndsAtOnce()
					.doing(() -> id.complete(MDC.get("shutdownId")))));
		this.coordinator.announce("SIGTERM");
		MDC.clear();
		run(execution);
		assertThat(id).isCompletedWithValue(this.coordinator.getReport().shutdownId());
	}

	@Test
	void aStageThatNeedsAThreadAtThisMomentHasOne() {
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		PromptTestStage stage = new PromptTestStage(new TestStage("test", ShutdownPhases.DRAIN, SECOND).thatEndsAtOnce()
			.doing(() -> thread.complete(Thread.currentThread())));
		stage.prompt = false;
		StageExecution execution = plan(stage);
		this.coordinator.announce("SIGTERM");
		awaitOne(run(execution));
		assertThat(thread.join().getName()).isEqualTo("shutdown-test");
	}

	@Test
	void aStageThatHangsIsInterruptedAndCutAtItsTimeout() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		TestStage stage = new TestStage("test", ShutdownPhases.DRAIN, SECOND).doing(() -> {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
		});
		StageExecution execution = plan(stage);
		this.coordinator.announce("SIGTERM");
		AtomicInteger callbacks = run(execution);
		assertThat(stage.begun.await(30, TimeUnit.SECONDS)).isTrue();
		this.clock.advance(SECOND.minusNanos(1));
		assertThat(callbacks).hasValue(0);
		this.clock.advance(Duration.ofNanos(1));
		assertThat(callbacks).hasValue(1);
		assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(stage.cut.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(report(execution).state()).isEqualTo(StageState.TIMED_OUT);
		assertThat(this.coordinator.getReport().outcome()).isEqualTo(ShutdownOutcome.TIMED_OUT);
	}

	@Test
	void whatAStageDoesAfterItsTimeoutChangesNothing() throws Exception {
		TestStage stage = new TestStage("test", ShutdownPhases.DRAIN, SECOND);
		StageExecution execution = plan(stage);
		this.coordinator.announce("SIGTERM");
		AtomicInteger callbacks = run(execution);
		assertThat(stage.begun.await(30, TimeUnit.SECONDS)).isTrue();
		this.clock.advance(SECOND);
		stage.result.completeExceptionally(new IllegalStateException("too late"));
		assertThat(callbacks).hasValue(1);
		assertThat(report(execution).state()).isEqualTo(StageState.TIMED_OUT);
		assertThat(report(execution).failure()).isEqualTo("0 pending");
		assertThat(report(execution).duration()).isEqualTo(SECOND);
	}

	@Test
	void aTimeBoxedStageSucceedsAtItsTimeout() throws Exception {
		TestStage stage = new TestStage("test", ShutdownPhases.READINESS, SECOND).timeBoxed();
		StageExecution execution = plan(stage);
		this.coordinator.announce("SIGTERM");
		AtomicInteger callbacks = run(execution);
		assertThat(stage.begun.await(30, TimeUnit.SECONDS)).isTrue();
		this.clock.advance(SECOND);
		assertThat(callbacks).hasValue(1);
		assertThat(report(execution).state()).isEqualTo(StageState.SUCCEEDED);
		assertThat(stage.cut.getCount()).isOne();
	}

	@Test
	void aStageGetsNoMoreThanTheDeadlineLeaves() throws Exception {
		TestStage stage = new TestStage("test", ShutdownPhases.DRAIN, Duration.ofSeconds(8));
		StageExecution execution = plan(stage);
		this.coordinator.announce("SIGTERM");
		this.clock.advance(Duration.ofSeconds(7));
		AtomicInteger callbacks = run(execution);
		assertThat(stage.budget.get(30, TimeUnit.SECONDS)).isEqualTo(Duration.ofSeconds(3));
		this.clock.advance(Duration.ofSeconds(3));
		assertThat(callbacks).hasValue(1);
		assertThat(this.coordinator.getReport().outcome()).isEqualTo(ShutdownOutcome.FORCED);
		assertThat(this.coordinator.getRemaining()).isZero();
	}

	@Test
	void aShutdownThatIsLateAndNotForcedHasTimedOut() {
		DefaultShutdownCoordinator patient = new DefaultShutdownCoordinator(Duration.ofSeconds(10), false, this.clock,
				this.events, this.reportSinks, new ShutdownLog());
		patient.announce("SIGTERM");
		assertThat(patient.getReport().outcome()).isEqualTo(ShutdownOutcome.CLEAN);
		this.clock.advance(Duration.ofSeconds(10));
		assertThat(patient.getReport().outcome()).isEqualTo(ShutdownOutcome.TIMED_OUT);
		patient.destroy();
	}

	@Test
	void withoutAShutdownTheCallbackIsCalledAtOnceAndTheStageStaysReady() {
		TestStage stage = new TestStage("test", ShutdownPhases.DRAIN, SECOND);
		StageExecution execution = plan(stage);
		assertThat(run(execution)).hasValue(1);
		assertThat(report(execution).state()).isEqualTo(StageState.PENDING);
		this.coordinator.announce("SIGTERM");
		AtomicInteger callbacks = run(execution);
		stage.result.complete(null);
		awaitOne(callbacks);
	}

	@Test
	void aStageThatIsStoppedTwiceRunsOnce() {
		AtomicInteger runs = new AtomicInteger();
		TestStage stage = new TestStage("test", ShutdownPhases.DRAIN, SECOND).doing(runs::incrementAndGet);
		StageExecution execution = plan(stage);
		this.coordinator.announce("SIGTERM");
		AtomicInteger first = run(execution);
		AtomicInteger second = run(execution);
		assertThat(second).hasValue(1);
		stage.result.complete(null);
		awaitOne(first);
		assertThat(runs).hasValue(1);
	}

	@Test
	void theFirstOfTwoClosersCounts() {
		this.coordinator.announce("SIGTERM");
		String shutdownId = this.coordinator.getReport().shutdownId();
		this.coordinator.announce("CONTEXT_CLOSE");
		assertThat(this.coordinator.getReport().shutdownId()).isEqualTo(shutdownId);
		assertThat(this.coordinator.getReport().trigger()).isEqualTo("SIGTERM");
	}

	@Test
	void theStateFollowsThePhasesAndNeverGoesBack() {
		TestStage readiness = new TestStage("readiness", ShutdownPhases.READINESS, SECOND);
		TestStage drain = new TestStage("drain", ShutdownPhases.DRAIN, SECOND);
		TestStage clients = new TestStage("clients", 0, SECOND);
		List<StageExecution> executions = planAll(readiness, drain, clients);
		assertThat(this.coordinator.getState()).isEqualTo(ShutdownState.RUNNING);
		this.coordinator.announce("SIGTERM");
		assertThat(this.coordinator.getState()).isEqualTo(ShutdownState.ANNOUNCED);
		run(executions.get(0));
		assertThat(this.coordinator.getState()).isEqualTo(ShutdownState.DELAYING);
		run(executions.get(1));
		assertThat(this.coordinator.getState()).isEqualTo(ShutdownState.DRAINING);
		run(executions.get(2));
		assertThat(this.coordinator.getState()).isEqualTo(ShutdownState.CLOSING);
		this.coordinator.announce("SIGTERM");
		assertThat(this.coordinator.getState()).isEqualTo(ShutdownState.CLOSING);
		this.coordinator.destroy();
		assertThat(this.coordinator.getState()).isEqualTo(ShutdownState.COMPLETED);
	}

	@Test
	void thePlanKnowsOrderAndWorstCase() {
		planAll(new TestStage("settle", ShutdownPhases.SETTLE, SECOND),
				new TestStage("streams", ShutdownPhases.DRAIN, SECOND),
				new TestStage("requests", ShutdownPhases.DRAIN, Duration.ofSeconds(3)),
				new TestStage("readiness", ShutdownPhases.READINESS, SECOND));
		ShutdownReport report = this.coordinator.getReport();
		assertThat(report.stages()).extracting(ShutdownReport.Stage::name)
			.containsExactly("readiness", "requests", "streams", "settle");
		assertThat(report.worstCase()).isEqualTo(Duration.ofSeconds(5));
		assertThat(report.state()).isEqualTo(ShutdownState.RUNNING);
		assertThat(report.outcome()).isNull();
	}

	@Test
	void theWorstCaseIsNoLongerThanTheDeadline() {
		planAll(new TestStage("requests", ShutdownPhases.DRAIN, Duration.ofSeconds(9)),
				new TestStage("clients", 0, Duration.ofSeconds(9)));
		assertThat(this.coordinator.getReport().worstCase()).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void callbacksAreCalledWhenTheDrainBegins() {
		List<StageExecution> executions = planAll(new TestStage("readiness", ShutdownPhases.READINESS, SECOND),
				new TestStage("drain", ShutdownPhases.DRAIN, SECOND));
		AtomicInteger calls = new AtomicInteger();
		AtomicInteger unregisteredCalls = new AtomicInteger();
		this.coordinator.onShutdown(calls::incrementAndGet);
		this.coordinator.onShutdown(unregisteredCalls::incrementAndGet).unregister();
		CompletableFuture<Void> stage = this.coordinator.onShutdown().toCompletableFuture();
		this.coordinator.announce("SIGTERM");
		run(executions.get(0));
		assertThat(stage).isNotDone();
		run(executions.get(1));
		awaitOne(calls);
		Awaitility.await().until(stage::isDone);
		AtomicInteger late = new AtomicInteger();
		this.coordinator.onShutdown(late::incrementAndGet);
		awaitOne(late);
		assertThat(calls).hasValue(1);
		assertThat(unregisteredCalls).hasValue(0);
	}

	@Test
	void callbacksAreCalledAtOnceWhereThereIsNothingToDrain() {
		planAll(new TestStage("clients", 0, SECOND));
		AtomicInteger calls = new AtomicInteger();
		this.coordinator.onShutdown(calls::incrementAndGet);
		this.coordinator.announce("SIGTERM");
		awaitOne(calls);
	}

	@Test
	void listenersHearEverythingInOrderWhateverOneOfThemThrows(CapturedOutput output) {
		List<String> heard = new CopyOnWriteArrayList<>();
		ShutdownListener listener = new ShutdownListener() {

			@Override
			public void shutdownStarted(ShutdownReport report) {
				heard.add("started " + report.trigger());
				throw new IllegalStateException("on purpose");
			}

			@Override
			public void stageStarted(ShutdownReport.Stage stage) {
				heard.add("began " + stage.name());
			}

			@Override
			public void stageCompleted(ShutdownReport.Stage stage) {
				heard.add(stage.state() + " " + stage.name());
			}

			@Override
			public void shutdownCompleted(ShutdownReport report) {
				heard.add("completed " + report.outcome());
			}

		};
		TestStage stage = new TestStage("test", ShutdownPhases.DRAIN, SECOND);
		StageExecution execution = plan(stage);
		this.events.setListeners(List.of(listener));
		this.coordinator.announce("SIGTERM");
		AtomicInteger callbacks = run(execution);
		Awaitility.await().until(() -> heard.contains("began test"));
		stage.result.complete(null);
		awaitOne(callbacks);
		this.coordinator.destroy();
		assertThat(heard).containsExactly("started SIGTERM", "began test", "SUCCEEDED test", "completed CLEAN");
		assertThat(output).contains("Shutdown listener");
	}

	@Test
	void aStageThatStillRunsWhenBeansAreDestroyedIsCutThoughItsTimerIsLate() {
		TestStage stage = new TestStage("test", ShutdownPhases.DRAIN, SECOND);
		stage.pending = 1;
		StageExecution execution = plan(stage);
		this.coordinator.announce("SIGTERM");
		AtomicInteger callbacks = run(execution);
		this.coordinator.destroy();
		assertThat(callbacks).hasValue(1);
		assertThat(stage.cut.getCount()).isZero();
		ShutdownReport report = this.coordinator.getReport();
		assertThat(report.outcome()).isEqualTo(ShutdownOutcome.TIMED_OUT);
		assertThat(report.stages()).singleElement()
			.satisfies((told) -> assertThat(told.state()).isEqualTo(StageState.TIMED_OUT));
		assertThat(report.unfinished()).extracting(ShutdownReport.Unfinished::what).containsExactly("something");
		this.clock.advance(SECOND);
		assertThat(callbacks).hasValue(1);
	}

	@Test
	void theShutdownIdIsInTheMdcOfTheClosingThreadUntilTheEnd() {
		this.coordinator.announce("SIGTERM");
		assertThat(MDC.get("shutdownId")).isEqualTo(this.coordinator.getReport().shutdownId());
		this.coordinator.destroy();
		assertThat(MDC.get("shutdownId")).isNull();
	}

	@Test
	void theShutdownOfAChildContextIsAPartOfThatOfItsParent() {
		this.coordinator.announce("SIGTERM");
		String shutdownId = MDC.get("shutdownId");
		DefaultShutdownCoordinator child = new DefaultShutdownCoordinator(Duration.ofSeconds(10), true, this.clock,
				new ShutdownEvents(), new ShutdownReportSinks(), new ShutdownLog());
		child.announce("CONTEXT_CLOSE");
		assertThat(MDC.get("shutdownId")).isEqualTo(child.getReport().shutdownId());
		child.destroy();
		assertThat(MDC.get("shutdownId")).isEqualTo(shutdownId);
	}

	@Test
	void progressIsLoggedOncePerSecondIfSomethingChangedAndEveryFiveSecondsOtherwise(CapturedOutput output)
			throws Exception {
		TestStage stage = new TestStage("test", ShutdownPhases.DRAIN, Duration.ofSeconds(20));
		stage.pending = 2;
		StageExecution execution = plan(stage);
		this.coordinator.announce("SIGTERM");
		run(execution);
		assertThat(stage.begun.await(30, TimeUnit.SECONDS)).isTrue();
		this.clock.advance(Duration.ofMillis(3500));
		assertThat(waiting(output)).hasSize(1);
		stage.pending = 1;
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(waiting(output)).hasSize(2).last().asString().contains("pending test 1, 6.000 s left");
		this.clock.advance(Duration.ofSeconds(4));
		assertThat(waiting(output)).hasSize(2);
		this.clock.advance(Duration.ofMillis(500));
		assertThat(waiting(output)).hasSize(3).last().asString().contains("pending test 1, 1.000 s left");
		stage.result.complete(null);
	}

	private static List<String> waiting(CapturedOutput output) {
		return output.toString().lines().filter((line) -> line.contains("Waiting in test")).toList();
	}

	@Test
	void whatAStageWasWaitingForWhenItsTimeWasOverIsRemembered() throws Exception {
		TestStage stage = new TestStage("test", ShutdownPhases.DRAIN, SECOND);
		stage.pending = 3;
		StageExecution execution = runUntilItsTimeIsOver(stage);
		assertThat(stage.cut.await(30, TimeUnit.SECONDS)).isTrue();
		stage.pending = 0;
		assertThat(report(execution).failure()).isEqualTo("3 pending");
	}

	/**
	 * The shutdown goes on as soon as the time of a stage is over.
	 * @param output what is logged
	 * @throws InterruptedException if the thread is interrupted
	 */
	@Test
	void theReportHasWhatWasLeftOfAStageHoweverLateItIsCut(CapturedOutput output) throws InterruptedException {
		CountDownLatch late = new CountDownLatch(1);
		Thread closing = closeWhileAStageIsCut(late);
		late.countDown();
		closing.join();
		assertThat(this.coordinator.getReport().unfinished()).extracting(ShutdownReport.Unfinished::what)
			.containsExactly("something");
		assertThat(output).containsSubsequence("Unfinished: something", "Shutdown completed: TIMED_OUT")
			.doesNotContain("not waited for");
	}

	@Test
	void aStageThatCannotBeCutIsWaitedForNoLongerThanASecond(CapturedOutput output) throws InterruptedException {
		CountDownLatch never = new CountDownLatch(1);
		Thread closing = closeWhileAStageIsCut(never);
		this.clock.advance(SECOND);
		closing.join();
		assertThat(this.coordinator.getReport().unfinished()).hasSize(1);
		assertThat(output).containsSubsequence("What is left of stage 'test' cannot be cut: that is not waited for",
				"Unfinished: something", "Shutdown completed: TIMED_OUT");
		never.countDown();
	}

	/**
	 * As what cuts does if the context is closed by work that is cut.
	 * @param output what is logged
	 * @throws InterruptedException if the thread is interrupted
	 */
	@Test
	void anInterruptMakesNoShutdownForgetWhatIsCut(CapturedOutput output) throws InterruptedException {
		List<ShutdownReport> kept = new CopyOnWriteArrayList<>();
		this.events.setListeners(List.of(new ShutdownListener() {

			@Override
			public void shutdownCompleted(ShutdownReport report) {
				kept.add(report);
			}

		}));
		CountDownLatch late = new CountDownLatch(1);
		Thread closing = closeWhileAStageIsCut(late);
		closing.interrupt();
		late.countDown();
		closing.join();
		assertThat(output).containsSubsequence("Unfinished: something", "Shutdown completed: TIMED_OUT");
		assertThat(kept).hasSize(1);
	}

	/**
	 * Let the context close while the time of a stage is over, and wait until it waits.
	 * @param until when the stage has been cut
	 * @return the thread that closes it
	 */
	private Thread closeWhileAStageIsCut(CountDownLatch until) {
		TestStage stage = new TestStage("test", ShutdownPhases.DRAIN, SECOND)
			.cutting(() -> WatchdogTests.awaitUninterruptibly(until));
		stage.pending = 1;
		runUntilItsTimeIsOver(stage);
		Thread closing = new Thread(this.coordinator::destroy);
		closing.start();
		Awaitility.await().until(() -> closing.getState() == Thread.State.WAITING);
		return closing;
	}

	@Test
	void theEndIsAPictureUnlessThereIsNothingToSee(CapturedOutput output) {
		TestStage stage = new TestStage("test", ShutdownPhases.DRAIN, Duration.ofSeconds(5));
		StageExecution execution = plan(stage);
		this.coordinator.announce("SIGTERM");
		AtomicInteger callbacks = run(execution);
		this.clock.advance(Duration.ofSeconds(2));
		stage.result.complete(null);
		awaitOne(callbacks);
		assertThat(report(execution).startedAfter()).isZero();
		this.coordinator.destroy();
		assertThat(output).contains("Shutdown completed: CLEAN after 2.000 s")
			.contains("  test |" + "=".repeat(40) + "|  2.000 s");
	}

	private StageExecution runUntilItsTimeIsOver(TestStage stage) {
		StageExecution execution = plan(stage);
		this.coordinator.announce("SIGTERM");
		AtomicInteger callbacks = run(execution);
		this.clock.advance(stage.getTimeout());
		awaitOne(callbacks);
		return execution;
	}

	private StageExecution plan(ShutdownStage stage) {
		return planAll(stage).get(0);
	}

	private List<StageExecution> planAll(ShutdownStage... stages) {
		List<StageExecution> executions = Stream.of(stages)
			.map((stage) -> new StageExecution(stage, this.clock))
			.toList();
		this.coordinator.plan(ShutdownPlan.of(executions));
		return executions;
	}

	private AtomicInteger run(StageExecution execution) {
		AtomicInteger callbacks = new AtomicInteger();
		this.coordinator.run(execution, callbacks::incrementAndGet);
		return callbacks;
	}

	private ShutdownReport.Stage report(StageExecution execution) {
		return execution.toReport();
	}

	private static void awaitOne(AtomicInteger counter) {
		Awaitility.await().untilAtomic(counter, org.hamcrest.Matchers.is(1));
	}

}
