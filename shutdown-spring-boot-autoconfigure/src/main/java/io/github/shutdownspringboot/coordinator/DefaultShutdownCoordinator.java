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
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;

/**
 * The engine. Before a shutdown it holds the plan; {@link #announce(String)} begins the
 * shutdown, {@link #run} runs a stage when its phase has come, and the destruction of
 * this bean, one of the last, completes it.
 */
final class DefaultShutdownCoordinator implements ShutdownCoordinator, DisposableBean {

	private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(1);

	/**
	 * How long the end of the shutdown waits for listeners to hear of it.
	 */
	private static final Duration LAST_EVENTS = Duration.ofSeconds(1);

	private final Duration timeout;

	private final ShutdownClock clock;

	private final ShutdownEvents events;

	private final ShutdownReportSinks reportSinks;

	private final AtomicReference<ShutdownState> state = new AtomicReference<>(ShutdownState.RUNNING);

	private final DrainCallbacks drainCallbacks;

	private final ProgressLog progressLog;

	private final AtomicReference<@Nullable Shutdown> shutdown = new AtomicReference<>();

	private volatile ShutdownPlan plan = new ShutdownPlan(List.of(), () -> null, List::of);

	private volatile @Nullable PhaseTimeouts phaseTimeouts;

	private volatile @Nullable ShutdownReport lastReport;

	DefaultShutdownCoordinator(Duration timeout, ShutdownClock clock, ShutdownEvents events,
			ShutdownReportSinks reportSinks) {
		this.timeout = timeout;
		this.clock = clock;
		this.events = events;
		this.reportSinks = reportSinks;
		this.drainCallbacks = new DrainCallbacks(events);
		this.progressLog = new ProgressLog(clock);
	}

	/**
	 * Tell what there is to do. Called once, before the application is ready.
	 * @param stages the stages
	 * @param phaseTimeouts finds the timeouts of all phases when the shutdown begins, or
	 * {@code null} if they cannot be set
	 * @param clients tells what is known of the clients
	 */
	void plan(List<StageExecution> stages, Supplier<@Nullable PhaseTimeouts> phaseTimeouts,
			Supplier<List<ShutdownReport.Client>> clients) {
		this.plan = new ShutdownPlan(stages, phaseTimeouts, clients);
	}

	/**
	 * Begin the shutdown. Never blocks; does nothing if one has begun.
	 * @param trigger what asked for it
	 */
	void announce(String trigger) {
		Shutdown shutdown = new Shutdown(UUID.randomUUID().toString(), trigger, this.clock, this.timeout);
		if (!this.shutdown.compareAndSet(null, shutdown)) {
			return;
		}
		advance(ShutdownState.ANNOUNCED);
		// This is the thread that closes the context: all it logs until the end belongs
		// to the shutdown
		ShutdownMdc.put(shutdown.id());
		this.events.setShutdownId(shutdown.id());
		this.clock.schedule(PROGRESS_INTERVAL, this::progress);
		this.clock.schedule(this.timeout, () -> ShutdownMdc.with(shutdown.id(), this::deadlinePassed));
		ShutdownLog.started(trigger, this.plan.stages(), this.timeout);
		findPhaseTimeouts();
		limitPhases();
		this.events.publish((listener) -> listener.shutdownStarted(getReport()));
		if (this.plan.hasNothingToDrain()) {
			this.drainCallbacks.begin();
		}
	}

	private void findPhaseTimeouts() {
		try {
			this.phaseTimeouts = this.plan.phaseTimeouts().get();
		}
		catch (RuntimeException ex) {
			// From a lifecycle bean of the application that cannot tell its phase. Other
			// listeners of the close must hear of it all the same
			ShutdownLog.phasesUnknown(ex);
		}
	}

	/**
	 * Run a stage, if the context is really closing.
	 * @param execution the stage
	 * @param callback called exactly once: when the stage is over or at once if there is
	 * nothing to run
	 */
	void run(StageExecution execution, Runnable callback) {
		Shutdown shutdown = this.shutdown.get();
		if (shutdown == null || !execution.begin(shutdown.deadline().elapsed())) {
			callback.run();
			return;
		}
		advance(ShutdownState.ofPhase(execution.getPhase()));
		limitPhases();
		Duration budget = shutdown.deadline().limit(execution.getTimeout());
		ShutdownReport.Stage report = execution.toReport();
		this.events.publish((listener) -> listener.stageStarted(report));
		execution.start(budget, shutdown.id(), () -> stageOver(execution, shutdown, callback));
	}

	private void stageOver(StageExecution execution, Shutdown shutdown, Runnable callback) {
		try {
			limitPhases();
			ShutdownMdc.with(shutdown.id(), () -> ShutdownLog.stageOver(execution));
			ShutdownReport.Stage report = execution.toReport();
			this.events.publish((listener) -> listener.stageCompleted(report));
		}
		finally {
			callback.run();
		}
	}

	private void progress() {
		Shutdown shutdown = this.shutdown.get();
		if (shutdown == null || getState() == ShutdownState.COMPLETED) {
			return;
		}
		this.clock.schedule(PROGRESS_INTERVAL, this::progress);
		limitPhases();
		ShutdownMdc.with(shutdown.id(), () -> this.progressLog.log(this.plan.stages(), getRemaining()));
	}

	private void deadlinePassed() {
		if (getState() == ShutdownState.COMPLETED) {
			return;
		}
		ShutdownLog.deadlinePassed(this.timeout, this.plan.stages());
	}

	private void limitPhases() {
		PhaseTimeouts phaseTimeouts = this.phaseTimeouts;
		if (phaseTimeouts != null) {
			phaseTimeouts.limitTo(getRemaining());
		}
	}

	private void advance(ShutdownState target) {
		this.state.updateAndGet((current) -> current.isAtLeast(target) ? current : target);
		if (target.isAtLeast(ShutdownState.DRAINING)) {
			this.drainCallbacks.begin();
		}
	}

	@Override
	public ShutdownState getState() {
		return this.state.get();
	}

	@Override
	public Duration getRemaining() {
		Shutdown shutdown = this.shutdown.get();
		return (shutdown != null) ? shutdown.deadline().remaining() : this.timeout;
	}

	@Override
	public Registration onShutdown(Runnable callback) {
		return this.drainCallbacks.register(callback);
	}

	@Override
	public CompletionStage<Void> onShutdown() {
		return this.drainCallbacks.asCompletionStage();
	}

	@Override
	public ShutdownReport getReport() {
		ShutdownReport lastReport = this.lastReport;
		return (lastReport != null) ? lastReport : createReport();
	}

	private ShutdownReport createReport() {
		ShutdownPlan plan = this.plan;
		Shutdown shutdown = this.shutdown.get();
		List<ShutdownReport.Stage> stages = plan.stages().stream().map(StageExecution::toReport).toList();
		List<ShutdownReport.Client> clients = plan.clients().get();
		if (shutdown == null) {
			return new ShutdownReport(getState(), null, null, null, null, null, this.timeout,
					plan.worstCase(this.timeout), stages, clients);
		}
		return new ShutdownReport(getState(), outcome(shutdown, stages, clients), shutdown.id(), shutdown.trigger(),
				shutdown.startedAt(), shutdown.deadline().elapsed(), shutdown.deadline().remaining(),
				plan.worstCase(this.timeout), stages, clients);
	}

	private ShutdownOutcome outcome(Shutdown shutdown, List<ShutdownReport.Stage> stages,
			List<ShutdownReport.Client> clients) {
		if (shutdown.deadline().isOver()) {
			return ShutdownOutcome.FORCED;
		}
		if (stages.stream().anyMatch((stage) -> stage.state() == StageState.FAILED)
				|| clients.stream().anyMatch((client) -> client.state().isFailure())) {
			return ShutdownOutcome.FAILED;
		}
		return stages.stream().anyMatch((stage) -> stage.state() == StageState.TIMED_OUT) ? ShutdownOutcome.TIMED_OUT
				: ShutdownOutcome.CLEAN;
	}

	@Override
	public void destroy() {
		if (this.shutdown.get() == null) {
			// The application never came up
			this.events.close(Duration.ZERO);
			return;
		}
		if (getState() == ShutdownState.COMPLETED) {
			return;
		}
		advance(ShutdownState.COMPLETED);
		ShutdownReport report = createReport();
		// Whoever asks later is told how it ended, and not how long ago
		this.lastReport = report;
		ShutdownLog.completed(report);
		this.events.publish((listener) -> listener.shutdownCompleted(report));
		this.reportSinks.keep(report);
		this.events.close(LAST_EVENTS);
		ShutdownMdc.remove();
	}

	/**
	 * One shutdown.
	 *
	 * @param id its id
	 * @param trigger what asked for it
	 * @param startedAt when it began, for people
	 * @param deadline when it must be over
	 */
	private record Shutdown(String id, String trigger, Instant startedAt, Deadline deadline) {

		Shutdown(String id, String trigger, ShutdownClock clock, Duration timeout) {
			this(id, trigger, clock.now(), new Deadline(clock, timeout));
		}

	}

}
