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
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

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
	 * How long the shutdown waits for listeners to hear of the last stage, and of its
	 * end.
	 */
	private static final Duration LAST_EVENTS = Duration.ofSeconds(1);

	/**
	 * The same if the process is about to be ended.
	 */
	private static final Duration LAST_EVENTS_WHEN_FORCED = Duration.ofMillis(150);

	/**
	 * How long the phase in which the deadline passes goes on, so that it can be seen who
	 * holds it.
	 */
	private static final Duration TIME_TO_LOOK = Duration.ofMillis(100);

	private final Duration timeout;

	private final boolean forceAfterTimeout;

	private final ShutdownClock clock;

	private final ShutdownEvents events;

	private final ShutdownReportSinks reportSinks;

	private final AtomicReference<ShutdownState> state = new AtomicReference<>(ShutdownState.RUNNING);

	private final DrainCallbacks drainCallbacks;

	private final ProgressLog progressLog;

	private final AtomicReference<@Nullable Shutdown> shutdown = new AtomicReference<>();

	private final Map<String, List<ShutdownReport.Unfinished>> unfinished = new ConcurrentHashMap<>();

	private final List<ShutdownReport.Unfinished> unfinishedClosing = new CopyOnWriteArrayList<>();

	private final AtomicBoolean completed = new AtomicBoolean();

	private volatile ShutdownPlan plan = ShutdownPlan.of(List.of());

	private volatile @Nullable PhaseTimeouts phaseTimeouts;

	private volatile @Nullable LifecycleWatch lifecycleWatch;

	private volatile List<ShutdownReport.Unfinished> closingBefore = List.of();

	private volatile @Nullable ShutdownReport lastReport;

	DefaultShutdownCoordinator(Duration timeout, boolean forceAfterTimeout, ShutdownClock clock, ShutdownEvents events,
			ShutdownReportSinks reportSinks) {
		this.timeout = timeout;
		this.forceAfterTimeout = forceAfterTimeout;
		this.clock = clock;
		this.events = events;
		this.reportSinks = reportSinks;
		this.drainCallbacks = new DrainCallbacks(events);
		this.progressLog = new ProgressLog(clock);
	}

	/**
	 * Tell what there is to do. Called once, before the application is ready.
	 * @param plan the plan
	 */
	void plan(ShutdownPlan plan) {
		this.plan = plan;
	}

	/**
	 * Begin the shutdown. Never blocks; does nothing if one has begun.
	 * @param trigger what asked for it
	 */
	void announce(String trigger) {
		String id = UUID.randomUUID().toString();
		Watchdog watchdog = new Watchdog(this.clock, id, this::deadlinePassed, this::pushOn, this::forced,
				this.forceAfterTimeout ? this.plan.processEnd() : null);
		Shutdown shutdown = new Shutdown(id, trigger, this.clock.now(), new Deadline(this.clock, this.timeout),
				watchdog);
		if (!this.shutdown.compareAndSet(null, shutdown)) {
			return;
		}
		watchdog.start(this.timeout);
		advance(ShutdownState.ANNOUNCED);
		// This is the thread that closes the context: all it logs until the end belongs
		// to the shutdown
		ShutdownMdc.put(shutdown.id());
		this.events.setShutdownId(shutdown.id());
		this.clock.schedule(PROGRESS_INTERVAL, this::progress);
		ShutdownLog.started(trigger, this.plan.stages(), this.timeout);
		findPhaseTimeouts();
		limitPhases();
		watchLifecycle();
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

	private void watchLifecycle() {
		try {
			this.lifecycleWatch = this.plan.lifecycleWatch().get();
		}
		catch (RuntimeException ex) {
			ShutdownLog.lifecycleUnknown(ex);
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
		Duration budget = this.forceAfterTimeout ? shutdown.deadline().limit(execution.getTimeout())
				: execution.getTimeout();
		ShutdownReport.Stage report = execution.toReport();
		this.events.publish((listener) -> listener.stageStarted(report));
		execution.start(budget, shutdown.id(), (unfinished) -> stageCut(execution.getName(), unfinished),
				() -> stageOver(execution, shutdown, callback));
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

	/**
	 * Wait for the listeners to hear of all that has happened, if the context is really
	 * closing. Never blocks.
	 * @param callback called exactly once: when they have, or have taken too long
	 */
	void awaitListeners(Runnable callback) {
		if (this.shutdown.get() == null) {
			callback.run();
			return;
		}
		AtomicBoolean called = new AtomicBoolean();
		Runnable once = () -> {
			if (called.compareAndSet(false, true)) {
				callback.run();
			}
		};
		ShutdownClock.Cancellable expiry = this.clock.schedule(LAST_EVENTS, once);
		this.events.publish(() -> {
			expiry.cancel();
			once.run();
		});
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

	/**
	 * The deadline has passed, and the context or the process is still there.
	 */
	private void deadlinePassed() {
		// First of all: in a moment the closing goes on
		List<ShutdownReport.Unfinished> closing = getUnfinishedClosing();
		ShutdownLog.deadlinePassed(this.timeout, this.forceAfterTimeout, this.plan.stages());
		closingHeld(closing);
		this.closingBefore = closing;
		this.plan.stages().forEach((stage) -> stageCut(stage.getName(), stage.getUnfinished()));
	}

	/**
	 * The process is ended in a moment. What has held the closing since the last look has
	 * had its time and is interrupted, so that what comes after it is still closed, or
	 * named.
	 */
	void pushOn() {
		LifecycleWatch lifecycleWatch = this.lifecycleWatch;
		if (lifecycleWatch == null || this.completed.get()) {
			return;
		}
		List<ShutdownReport.Unfinished> before = this.closingBefore;
		List<ShutdownReport.Unfinished> closing = lifecycleWatch.unfinished();
		List<ShutdownReport.Unfinished> held = closing.stream()
			.filter((item) -> before.stream().anyMatch(item::isAt))
			.toList();
		if (!held.isEmpty()) {
			closingHeld(held);
			lifecycleWatch.interrupt();
		}
		this.closingBefore = closing;
	}

	/**
	 * The process is about to be ended.
	 */
	private void forced() {
		if (!this.completed.get()) {
			// It may have come further since the deadline
			closingHeld(getUnfinishedClosing());
		}
		complete(LAST_EVENTS_WHEN_FORCED);
		ShutdownLog.processIsEnded(getReport().elapsed());
	}

	private List<ShutdownReport.Unfinished> getUnfinishedClosing() {
		LifecycleWatch lifecycleWatch = this.lifecycleWatch;
		return (lifecycleWatch != null) ? lifecycleWatch.unfinished() : List.of();
	}

	private void closingHeld(List<ShutdownReport.Unfinished> closing) {
		List<ShutdownReport.Unfinished> added = notIn(this.unfinishedClosing, closing);
		ShutdownLog.unfinished(added);
		this.unfinishedClosing.addAll(added);
	}

	private void stageCut(String stage, List<ShutdownReport.Unfinished> unfinished) {
		if (!unfinished.isEmpty()) {
			ShutdownLog.unfinished(notIn(this.unfinished.getOrDefault(stage, List.of()), unfinished));
			this.unfinished.put(stage, unfinished);
		}
	}

	private static List<ShutdownReport.Unfinished> notIn(List<ShutdownReport.Unfinished> known,
			List<ShutdownReport.Unfinished> unfinished) {
		return unfinished.stream().filter((item) -> known.stream().noneMatch(item::isAt)).toList();
	}

	private void limitPhases() {
		PhaseTimeouts phaseTimeouts = this.phaseTimeouts;
		if (phaseTimeouts != null && this.forceAfterTimeout) {
			Duration remaining = getRemaining();
			phaseTimeouts.limitTo(remaining.isZero() ? remaining : remaining.plus(TIME_TO_LOOK));
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
			return new ShutdownReport(getState(), null, null, null, null, null, this.timeout, worstCase(), stages,
					clients, List.of());
		}
		return new ShutdownReport(getState(), outcome(shutdown, stages, clients), shutdown.id(), shutdown.trigger(),
				shutdown.startedAt(), shutdown.deadline().elapsed(), shutdown.deadline().remaining(), worstCase(),
				stages, clients, getUnfinished());
	}

	private Duration worstCase() {
		return this.forceAfterTimeout ? this.plan.worstCase(this.timeout)
				: this.plan.worstCase(Duration.ofSeconds(Long.MAX_VALUE));
	}

	private List<ShutdownReport.Unfinished> getUnfinished() {
		Stream<ShutdownReport.Unfinished> inStages = this.plan.stages()
			.stream()
			.flatMap((stage) -> this.unfinished.getOrDefault(stage.getName(), List.of()).stream());
		return Stream.concat(inStages, this.unfinishedClosing.stream()).toList();
	}

	private ShutdownOutcome outcome(Shutdown shutdown, List<ShutdownReport.Stage> stages,
			List<ShutdownReport.Client> clients) {
		boolean late = shutdown.deadline().isOver();
		if (late && this.forceAfterTimeout) {
			return ShutdownOutcome.FORCED;
		}
		if (stages.stream().anyMatch((stage) -> stage.state() == StageState.FAILED)
				|| clients.stream().anyMatch((client) -> client.state().isFailure())) {
			return ShutdownOutcome.FAILED;
		}
		return (late || stages.stream().anyMatch((stage) -> stage.state() == StageState.TIMED_OUT))
				? ShutdownOutcome.TIMED_OUT : ShutdownOutcome.CLEAN;
	}

	@Override
	public void destroy() {
		Shutdown shutdown = this.shutdown.get();
		if (shutdown == null) {
			// The application never came up
			this.events.close(Duration.ZERO);
			return;
		}
		complete(LAST_EVENTS);
		shutdown.watchdog().contextClosed();
		ShutdownMdc.remove();
	}

	private void complete(Duration lastEvents) {
		if (!this.completed.compareAndSet(false, true)) {
			return;
		}
		advance(ShutdownState.COMPLETED);
		ShutdownReport report = createReport();
		// Whoever asks later is told how it ended, and not how long ago
		this.lastReport = report;
		ShutdownLog.completed(report);
		this.events.publish((listener) -> listener.shutdownCompleted(report));
		this.reportSinks.keep(report);
		this.events.close(lastEvents);
	}

	/**
	 * One shutdown.
	 *
	 * @param id its id
	 * @param trigger what asked for it
	 * @param startedAt when it began, for people
	 * @param deadline when it must be over
	 * @param watchdog sees to that
	 */
	private record Shutdown(String id, String trigger, Instant startedAt, Deadline deadline, Watchdog watchdog) {

	}

}
