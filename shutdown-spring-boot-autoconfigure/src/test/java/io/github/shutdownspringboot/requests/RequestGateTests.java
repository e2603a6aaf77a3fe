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

package io.github.shutdownspringboot.requests;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownPhases;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import io.github.shutdownspringboot.coordinator.StageState;
import io.github.shutdownspringboot.http.Refusal;
import io.github.shutdownspringboot.http.RequestArrivals;
import io.github.shutdownspringboot.http.TestRequestHead;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link RequestGate} and the stages that wait at it.
 */
class RequestGateTests {

	private static final Refusal SPECIAL = new Refusal(299, Map.of(), "special");

	private final ManualShutdownClock clock = new ManualShutdownClock();

	private final ShutdownCoordinator coordinator = mock(ShutdownCoordinator.class);

	private final RequestGate gate = create(true);

	RequestGateTests() {
		given(this.coordinator.getState()).willReturn(ShutdownState.RUNNING);
	}

	private RequestGate create(boolean rejectWhileDraining) {
		return new RequestGate(this.coordinator, this.clock, new RequestArrivals(this.clock),
				List.of((path) -> path.startsWith("/excluded")),
				List.of((request) -> request.getPath().equals("/special") ? SPECIAL : null), Duration.ofMillis(1500),
				rejectWhileDraining);
	}

	@Test
	void anExcludedRequestIsNoneOfItsBusiness() {
		assertThat(this.gate.admit(TestRequestHead.get("/excluded/a"))).isNull();
		assertThat(this.gate.getActive()).isZero();
	}

	@Test
	void theDrainWaitsForWhatIsInFlight() {
		Admission admission = admit("/a");
		assertThat(admission.refusal()).isNull();
		CompletableFuture<?> drained = requestsStage(false).run(Duration.ofSeconds(20)).toCompletableFuture();
		assertThat(drained).isNotDone();
		admission.inFlight().end();
		assertThat(drained).isCompleted();
	}

	@Test
	void whileDrainingRequestsAreRefusedAndCounted() {
		this.gate.drain();
		Refusal refusal = admit("/a").refusal();
		assertThat(refusal).isNotNull();
		assertThat(refusal.status()).isEqualTo(503);
		assertThat(refusal.headers()).as("rounded up").containsEntry("Retry-After", "2");
		assertThat(this.gate.getCounts()).containsEntry("rejectedRequests", 1L).containsEntry("activeRequests", 0L);
	}

	@Test
	void theAnswersToThoseThatAreRefusedAreWaitedForOnlyAfterTheDrain() {
		InFlight refused = this.gate.beginRefusal("GET");
		assertThat(this.gate.drain().toCompletableFuture()).isCompleted();
		CompletableFuture<?> settled = this.gate.settle().toCompletableFuture();
		assertThat(settled).isNotDone();
		refused.end();
		assertThat(settled).isCompleted();
	}

	@Test
	void whoeverHasSeenThatTheDrainHasBegunIsRefusedBeforeTheStageRuns() {
		given(this.coordinator.getState()).willReturn(ShutdownState.DRAINING);
		assertThat(admit("/a").refusal()).isNotNull();
		assertThat(create(false).admit(TestRequestHead.get("/a"))).isNotNull()
			.satisfies((admission) -> assertThat(admission.refusal()).isNull());
	}

	@Test
	void aProviderMayKnowABetterRefusal() {
		this.gate.drain();
		assertThat(admit("/special").refusal()).isSameAs(SPECIAL);
	}

	@Test
	void whileDrainingRequestsMayBeServed() {
		RequestGate serving = create(false);
		Admission first = serving.admit(TestRequestHead.get("/a"));
		assertThat(first).isNotNull();
		CompletableFuture<?> drained = serving.drain().toCompletableFuture();
		Admission second = serving.admit(TestRequestHead.get("/b"));
		assertThat(second).isNotNull();
		assertThat(second.refusal()).isNull();
		first.inFlight().end();
		assertThat(drained).isNotDone();
		second.inFlight().end();
		assertThat(drained).isCompleted();
	}

	@Test
	void connectionsAreClosedFromTheBeginningOfTheShutdown() {
		given(this.coordinator.getState()).willReturn(ShutdownState.RUNNING);
		assertThat(this.gate.isClosingConnections()).isFalse();
		given(this.coordinator.getState()).willReturn(ShutdownState.ANNOUNCED);
		assertThat(this.gate.isClosingConnections()).isTrue();
	}

	@Test
	void whatIsLeftWhenTheTimeIsOverIsAborted() {
		admit("/a");
		RequestsStage stage = requestsStage(false);
		stage.run(Duration.ofSeconds(20));
		stage.cut();
		assertThat(this.gate.getMeasurements()).filteredOn("name", "shutdown.requests.aborted")
			.singleElement()
			.satisfies((measurement) -> assertThat(measurement.value().getAsLong()).isOne());
	}

	@Test
	void whatHasBeenWaitedForInVainIsNotWaitedForAgain() {
		admit("/a");
		requestsStage(false).cut();
		assertThat(requestsStage(false).run(Duration.ofSeconds(20)).toCompletableFuture()).isCompleted();
	}

	@Test
	void whatIsLeftIsNamedWithTheThreadThatIsAtWorkOnIt() {
		Admission admission = admit("/a");
		this.clock.advance(Duration.ofSeconds(3));
		RequestsStage stage = requestsStage(false);
		assertThat(stage.unfinished()).singleElement().satisfies((unfinished) -> {
			assertThat(unfinished.what()).isEqualTo("request GET unknown");
			assertThat(unfinished.age()).isEqualTo(Duration.ofSeconds(3));
			assertThat(unfinished.thread()).isNull();
		});
		admission.inFlight().threadBegins();
		assertThat(stage.unfinished()).singleElement().satisfies((unfinished) -> {
			assertThat(unfinished.thread()).isEqualTo(Thread.currentThread().getName());
			assertThat(unfinished.stack()).isNotEmpty();
		});
		admission.inFlight().threadEnds();
	}

	@Test
	void aThreadThatIsAtWorkOnARequestIsInterruptedOnlyIfThatIsWantedAndOnlyForThat() {
		Admission admission = admit("/a");
		admission.inFlight().threadBegins();
		requestsStage(false).cut();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		requestsStage(true).cut();
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
		admission.inFlight().threadEnds();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		requestsStage(true).cut();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void aRequestThatSomebodyElseCanAnswerIsAnsweredOnceWhenTheTimeIsOver() {
		int[] answers = new int[1];
		admit("/a").request().setOverdueAnswer(() -> answers[0]++);
		admit("/b").request().setOverdueAnswer(() -> {
			throw new IllegalStateException("on purpose");
		});
		RequestsStage stage = requestsStage(true);
		stage.cut();
		stage.cut();
		assertThat(answers).containsExactly(1);
	}

	@Test
	void theSettleStageWaitsForRefusalsThatAreOnTheirWayAndThenTheServerIsIdle() {
		given(this.coordinator.getReport()).willReturn(report(0));
		boolean[] idle = new boolean[1];
		CompletableFuture<Void> done = new CompletableFuture<>();
		SettleStage settle = settle(() -> CompletableFuture.completedFuture(null), () -> {
			idle[0] = true;
			return done;
		});
		this.gate.drain();
		Admission refused = admit("/a");
		CompletableFuture<?> settled = settle.run(settle.getTimeout()).toCompletableFuture();
		assertThat(idle).containsExactly(false);
		refused.inFlight().end();
		assertThat(idle).containsExactly(true);
		assertThat(settled).isNotDone();
		done.complete(null);
		assertThat(settled).isCompleted();
		assertThat(settle.isTimeBoxed()).isTrue();
	}

	@Test
	void aServerWithAStreamThatCouldNotBeEndedIsNotIdle() {
		given(this.coordinator.getReport()).willReturn(report(1));
		boolean[] idle = new boolean[1];
		SettleStage settle = settle(() -> {
			idle[0] = true;
			return CompletableFuture.completedFuture(null);
		});
		assertThat(settle.run(settle.getTimeout()).toCompletableFuture()).isCompleted();
		assertThat(idle).containsExactly(false);
	}

	/**
	 * Without an action nobody is asked.
	 */
	@Test
	void theSettleStageNeedsAThreadForActionsOnly() {
		SettleStage settle = new SettleStage(this.gate, this.coordinator, List.of(), true);
		assertThat(settle.isPrompt()).isTrue();
		assertThat(settle.run(settle.getTimeout()).toCompletableFuture()).isCompleted();
		then(this.coordinator).should(never()).getReport();
		assertThat(settle(() -> CompletableFuture.completedFuture(null)).isPrompt()).isFalse();
	}

	@Test
	void anActionThatFailsIsNoFailureOfTheStage() {
		given(this.coordinator.getReport()).willReturn(report(0));
		SettleStage settle = settle(() -> {
			throw new IllegalStateException("on purpose");
		});
		assertThat(settle.run(settle.getTimeout()).toCompletableFuture()).isCompletedWithValue(null);
	}

	@Test
	void anActionThatFailsLaterIsNoFailureOfTheStageEither() {
		given(this.coordinator.getReport()).willReturn(report(0));
		SettleStage settle = settle(() -> CompletableFuture.failedFuture(new IllegalStateException("on purpose")));
		assertThat(settle.run(settle.getTimeout()).toCompletableFuture()).isCompletedWithValue(null);
	}

	private RequestsStage requestsStage(boolean interrupt) {
		return new RequestsStage("requests", ShutdownPhases.DRAIN, this.gate, Duration.ofSeconds(20), interrupt);
	}

	private SettleStage settle(IdleServerAction... actions) {
		return new SettleStage(this.gate, this.coordinator, List.of(actions), true);
	}

	private static ShutdownReport report(long pending) {
		ShutdownReport.Stage streams = new ShutdownReport.Stage("streams", Integer.MAX_VALUE - 512, Duration.ZERO,
				StageState.TIMED_OUT, null, Duration.ZERO, pending, null);
		return new ShutdownReport(ShutdownState.CLOSING, null, null, null, null, null, Duration.ZERO, Duration.ZERO,
				List.of(streams), List.of(), List.of());
	}

	private Admission admit(String path) {
		Admission admission = this.gate.admit(TestRequestHead.get(path));
		assertThat(admission).isNotNull();
		return admission;
	}

}
