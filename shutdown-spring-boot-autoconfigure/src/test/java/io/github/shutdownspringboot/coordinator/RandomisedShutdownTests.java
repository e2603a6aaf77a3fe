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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for every shutdown, whatever its stages do: shutdowns at random, each of
 * which can be had again by its seed. The lifecycle processor is played by the test:
 * phases one after the other, each until all its stages have called back.
 */
class RandomisedShutdownTests {

	private static final int SHUTDOWNS = 1000;

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Duration STEP = Duration.ofMillis(100);

	private static final int[] PHASES = { ShutdownPhases.READINESS, ShutdownPhases.DRAIN, ShutdownPhases.SETTLE,
			ShutdownPhases.WORK, ShutdownPhases.CLIENTS, 0 };

	@BeforeEach
	void quiet() {
		setLevel(LogLevel.OFF);
	}

	@AfterEach
	void loud() {
		DeadlineThreads.awaitEnd();
		setLevel(null);
		MDC.clear();
	}

	private static void setLevel(@Nullable LogLevel level) {
		LoggingSystem.get(RandomisedShutdownTests.class.getClassLoader())
			.setLogLevel("io.github.shutdownspringboot", level);
	}

	@Test
	void everyShutdownEndsInTimeInOrderAndWithOneOutcomePerStage() {
		for (int seed = 0; seed < SHUTDOWNS; seed++) {
			new RandomShutdown(seed).run();
		}
	}

	private static final class RandomShutdown {

		private final String description;

		private final Random random;

		private final ManualShutdownClock clock = new ManualShutdownClock();

		private final List<RandomStage> stages = new ArrayList<>();

		private final List<ShutdownState> states = new CopyOnWriteArrayList<>();

		private final List<String> begun = new CopyOnWriteArrayList<>();

		private final List<String> started = new CopyOnWriteArrayList<>();

		private final List<String> completed = new CopyOnWriteArrayList<>();

		private final CountDownLatch never = new CountDownLatch(1);

		RandomShutdown(int seed) {
			this.description = "seed " + seed;
			this.random = new Random(seed);
			int count = this.random.nextInt(8);
			for (int i = 0; i < count; i++) {
				this.stages.add(new RandomStage("stage-" + i));
			}
		}

		void run() {
			ShutdownEvents events = new ShutdownEvents();
			DefaultShutdownCoordinator coordinator = new DefaultShutdownCoordinator(TIMEOUT, true, this.clock, events,
					new ShutdownReportSinks(), new ShutdownLog());
			List<StageExecution> executions = this.stages.stream()
				.map((stage) -> new StageExecution(stage, this.clock))
				.toList();
			coordinator.plan(ShutdownPlan.of(executions));
			events.setListeners(List.of(new ShutdownListener() {

				@Override
				public void stageStarted(ShutdownReport.Stage stage) {
					RandomShutdown.this.started.add(stage.name());
				}

				@Override
				public void stageCompleted(ShutdownReport.Stage stage) {
					RandomShutdown.this.completed.add(stage.name());
				}

			}));
			this.states.add(coordinator.getState());
			coordinator.announce("SIGTERM");
			this.states.add(coordinator.getState());
			List<Integer> phases = executions.stream()
				.map(StageExecution::getPhase)
				.distinct()
				.sorted(Comparator.reverseOrder())
				.toList();
			phases.forEach((phase) -> runPhase(coordinator,
					executions.stream().filter((execution) -> execution.getPhase() == phase).toList()));
			check(coordinator, executions);
			this.never.countDown();
			coordinator.destroy();
			this.states.add(coordinator.getState());
			assertThat(this.states).as(this.description).isSorted().endsWith(ShutdownState.COMPLETED);
			assertThat(this.completed).as(this.description).doesNotHaveDuplicates().hasSameSizeAs(this.stages);
			assertThat(this.started).as(this.description).doesNotHaveDuplicates().hasSameSizeAs(this.stages);
			assertThat(this.started.stream().map(this::getPhase)).as(this.description)
				.isSortedAccordingTo(Comparator.reverseOrder());
		}

		private void runPhase(DefaultShutdownCoordinator coordinator, List<StageExecution> executions) {
			AtomicInteger callbacks = new AtomicInteger();
			int before = this.begun.size();
			executions.forEach((execution) -> coordinator.run(execution, callbacks::incrementAndGet));
			this.states.add(coordinator.getState());
			Duration left = coordinator.getRemaining();
			// Those that end by themselves do so before time goes on, and those that are
			// given no time may never begin
			if (!left.isZero()) {
				long expected = executions.stream().filter((execution) -> !execution.getTimeout().isZero()).count();
				Awaitility.await(this.description)
					.pollInterval(Duration.ofMillis(1))
					.pollDelay(Duration.ZERO)
					.until(() -> this.begun.size() - before >= expected);
				executions.stream()
					.filter((execution) -> !execution.getTimeout().isZero() && stage(execution).endsByItself())
					.forEach((execution) -> Awaitility.await(this.description)
						.pollInterval(Duration.ofMillis(1))
						.pollDelay(Duration.ZERO)
						.until(() -> execution.getState().isTerminal()));
			}
			for (int i = 0; i < 200 && callbacks.get() < executions.size(); i++) {
				Duration remaining = coordinator.getRemaining();
				this.clock.advance((remaining.compareTo(STEP) < 0) ? remaining : STEP);
			}
			// A stage is over a moment before that is told
			Awaitility.await(this.description)
				.pollInterval(Duration.ofMillis(1))
				.pollDelay(Duration.ZERO)
				.until(() -> callbacks.get() == executions.size());
		}

		private RandomStage stage(StageExecution execution) {
			return this.stages.stream()
				.filter((stage) -> stage.getName().equals(execution.getName()))
				.findFirst()
				.orElseThrow();
		}

		private void check(DefaultShutdownCoordinator coordinator, List<StageExecution> executions) {
			assertThat(Duration.ofNanos(this.clock.nanoTime())).as(this.description).isLessThanOrEqualTo(TIMEOUT);
			executions.forEach((execution) -> {
				assertThat(execution.getState().isTerminal()).as(this.description).isTrue();
				StageState end = execution.getState();
				stage(execution).finishAgain();
				assertThat(execution.getState()).as(this.description).isEqualTo(end);
			});
			assertThat(this.begun).as(this.description).doesNotHaveDuplicates();
		}

		private int getPhase(String stage) {
			return this.stages.stream()
				.filter((candidate) -> candidate.getName().equals(stage))
				.findFirst()
				.orElseThrow()
				.getPhase();
		}

		/**
		 * What a stage may do.
		 */
		private enum Behaviour {

			FINISH, FINISH_TWICE, FAIL_LATER, THROW, THROW_ERROR, RETURN_NULL, HANG, NEVER_COMPLETE, IGNORE_INTERRUPTS

		}

		private final class RandomStage implements ShutdownStage {

			private final String name;

			private final int phase = PHASES[RandomShutdown.this.random.nextInt(PHASES.length)];

			private final Duration timeout = Duration.ofMillis(RandomShutdown.this.random.nextInt(8) * 1000L);

			private final boolean timeBoxed = RandomShutdown.this.random.nextInt(5) == 0;

			private final Behaviour behaviour = Behaviour.values()[RandomShutdown.this.random
				.nextInt(Behaviour.values().length)];

			private final CompletableFuture<Void> result = new CompletableFuture<>();

			RandomStage(String name) {
				this.name = name;
			}

			boolean endsByItself() {
				return this.behaviour.compareTo(Behaviour.HANG) < 0;
			}

			void finishAgain() {
				this.result.complete(null);
				this.result.obtrudeException(new IllegalStateException("too late"));
			}

			@Override
			public String getName() {
				return this.name;
			}

			@Override
			public int getPhase() {
				return this.phase;
			}

			@Override
			public Duration getTimeout() {
				return this.timeout;
			}

			@Override
			public boolean isTimeBoxed() {
				return this.timeBoxed;
			}

			@Override
			public CompletionStage<?> run(Duration budget) throws Exception {
				RandomShutdown.this.begun.add(this.name);
				switch (this.behaviour) {
					case FINISH -> this.result.complete(null);
					case FINISH_TWICE -> {
						this.result.complete(null);
						finishAgain();
					}
					case FAIL_LATER -> this.result.completeExceptionally(new IllegalStateException("on purpose"));
					case THROW -> throw new Exception("on purpose");
					case THROW_ERROR -> throw new StackOverflowError("on purpose");
					case RETURN_NULL -> {
						return null;
					}
					case HANG -> RandomShutdown.this.never.await();
					case IGNORE_INTERRUPTS -> ignoreInterrupts();
					default -> {
						// It never completes
					}
				}
				return this.result;
			}

			private void ignoreInterrupts() {
				boolean waiting = true;
				while (waiting) {
					try {
						waiting = !RandomShutdown.this.never.await(1, TimeUnit.DAYS);
					}
					catch (InterruptedException ex) {
						// Not impressed
					}
				}
			}

		}

	}

}
