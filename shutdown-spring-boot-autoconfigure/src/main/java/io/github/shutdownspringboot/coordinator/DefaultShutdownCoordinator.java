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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;

/**
 * The engine. Before a shutdown it holds the plan; {@link #announce(String)} begins the
 * shutdown, {@link #run} runs a stage when its phase has come, and the destruction of
 * this bean, one of the last, completes it.
 */
final class DefaultShutdownCoordinator implements ShutdownCoordinator, DeadlineActions, DisposableBean {

	/**
	 * What holds the closing of the context, and belongs to no stage.
	 */
	private static final String CLOSING = "";

	private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(1);

	/**
	 * How long the shutdown waits for listeners to hear of the last stage, and at its end
	 * for them and for the sinks of the report.
	 */
	private static final Duration LAST_EVENTS = Duration.ofSeconds(1);

	/**
	 * How long the shutdown waits at its end for what is left of stages to be cut.
	 */
	private static final Duration LAST_CUTS = Duration.ofSeconds(1);

	/**
	 * How long it waits for listeners and sinks if the process is about to be ended.
	 */
	private static final Duration LAST_EVENTS_WHEN_FORCED = Duration.ofMillis(150);

	/**
	 * How long the phase in which the deadline passes goes on, so that it can be seen who
	 * holds it.
	 */
	private static final Duration TIME_TO_LOOK = Duration.ofMillis(100);

	private static final Runnable NOTHING = () -> {
	};

	private final Duration timeout;

	private final boolean forceAfterTimeout;

	private final ShutdownClock clock;

	private final ShutdownEvents events;

	private final ShutdownReportSinks reportSinks;

	private final ShutdownLog log;

	private final AtomicReference<ShutdownState> state = new AtomicReference<>(ShutdownState.RUNNING);

	private final DrainCallbacks drainCallbacks;

	private final ProgressLog progressLog;

	private final AtomicReference<@Nullable Shutdown> shutdown = new AtomicReference<>();

	private final UnfinishedItems unfinished = new UnfinishedItems();

	private final AtomicBoolean completing = new AtomicBoolean();

	private final CountDownLatch completed = new CountDownLatch(1);

	/**
	 * Open when it is known what held the closing when the deadline passed.
	 */
	private final UninterruptedLatch closingSeen = new UninterruptedLatch();

	private volatile ShutdownPlan plan = ShutdownPlan.of(List.of());

	private volatile @Nullable PhaseTimeouts phaseTimeouts;

	private volatile @Nullable LifecycleWatch lifecycleWatch;

	private volatile ShutdownReport.@Nullable Unfinished blockedBefore;

	private volatile @Nullable ShutdownReport lastReport;

	/**
	 * The id of the shutdown that this one is a part of: that of a parent context.
	 */
	private volatile @Nullable String enclosingId;

	DefaultShutdownCoordinator(Duration timeout, boolean forceAfterTimeout, ShutdownClock clock, ShutdownEvents events,
			ShutdownReportSinks reportSinks, ShutdownLog log) {
		this.timeout = timeout;
		this.forceAfterTimeout = forceAfterTimeout;
		this.clock = clock;
		this.events = events;
		this.reportSinks = reportSinks;
		this.log = log;
		this.drainCallbacks = new DrainCallbacks(events);
		this.progressLog = new ProgressLog(clock, log);
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
		ProcessEnd processEnd = this.forceAfterTimeout ? this.plan.processEnd() : null;
		Duration timeout = (processEnd != null) ? leftOfExit(processEnd) : this.timeout;
		Watchdog watchdog = new Watchdog(this.clock, id, this, processEnd);
		Shutdown shutdown = new Shutdown(id, trigger, this.clock.now(), new Deadline(this.clock, timeout), watchdog);
		if (!this.shutdown.compareAndSet(null, shutdown)) {
			return;
		}
		watchdog.start(timeout);
		advance(ShutdownState.ANNOUNCED);
		// This is the thread that closes the context: all it logs until the end belongs
		// to the shutdown
		this.enclosingId = ShutdownMdc.get();
		ShutdownMdc.set(shutdown.id());
		this.events.setShutdownId(shutdown.id());
		this.clock.schedule(PROGRESS_INTERVAL, this::progress);
		this.log.started(trigger, this.plan.stages(), timeout);
		findPhaseTimeouts();
		limitPhases();
		watchLifecycle();
		this.events.publish((listener) -> listener.shutdownStarted(getReport()));
		if (this.plan.hasNothingToDrain()) {
			this.drainCallbacks.begin();
		}
	}

	/**
	 * Contexts of one process are closed one after the other. The platform does not wait
	 * for each of them anew.
	 * @param processEnd knows since when the process ends
	 * @return the time left
	 */
	private Duration leftOfExit(ProcessEnd processEnd) {
		Duration left = this.timeout.minus(processEnd.getElapsed());
		return left.isNegative() ? Duration.ZERO : left;
	}

	private void findPhaseTimeouts() {
		try {
			this.phaseTimeouts = this.plan.phaseTimeouts().get();
		}
		catch (RuntimeException ex) {
			// From a lifecycle bean of the application that cannot tell its phase. Other
			// listeners of the close must hear of it all the same
			this.log.phasesUnknown(ex);
		}
	}

	private void watchLifecycle() {
		try {
			this.lifecycleWatch = this.plan.lifecycleWatch().get();
		}
		catch (RuntimeException ex) {
			this.log.lifecycleUnknown(ex);
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
		if (shutdown == null) {
			callback.run();
			return;
		}
		// First: a stage that is seen to run is in its phase
		advance(ShutdownState.ofPhase(execution.getPhase()));
		enter(execution.getPhase());
		if (!execution.begin(shutdown.deadline().elapsed())) {
			callback.run();
			return;
		}
		limitPhases();
		Duration budget = this.forceAfterTimeout ? shutdown.deadline().limit(execution.getTimeout())
				: execution.getTimeout();
		ShutdownReport.Stage report = execution.toReport();
		this.events.publish((listener) -> listener.stageStarted(report));
		execution.start(budget, shutdown.id(), (unfinished) -> keepUnfinished(execution.getName(), unfinished),
				() -> stageOver(execution, shutdown, callback));
	}

	private void enter(int phase) {
		LifecycleWatch lifecycleWatch = this.lifecycleWatch;
		if (lifecycleWatch != null) {
			lifecycleWatch.enter(phase);
		}
	}

	private void stageOver(StageExecution execution, Shutdown shutdown, Runnable callback) {
		try {
			limitPhases();
			ShutdownMdc.with(shutdown.id(), () -> this.log.stageOver(execution));
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
		enter(ShutdownPhases.LISTENERS);
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

	@Override
	public void deadlinePassed() {
		// First: the phase that is held goes on for a moment only
		LifecycleWatch.Look look = lookAtClosing();
		this.blockedBefore = (look != null) ? look.getBlocked() : null;
		if (this.forceAfterTimeout) {
			this.reportSinks.deadlinePassed();
		}
		this.log.deadlinePassed(this.timeout, this.forceAfterTimeout);
		limitPhases();
		lookAt(CLOSING, (look != null) ? look::getUnfinished : List::of, this.closingSeen::open);
		this.plan.stages().forEach((stage) -> lookAt(stage.getName(), stage::getUnfinished, NOTHING));
	}

	private LifecycleWatch.@Nullable Look lookAtClosing() {
		LifecycleWatch lifecycleWatch = this.lifecycleWatch;
		return (lifecycleWatch != null) ? lifecycleWatch.look() : null;
	}

	/**
	 * Look what has not ended, on a thread of its own: code of the application is asked.
	 * @param source the stage, or the closing
	 * @param unfinished what to ask
	 * @param whenKept called when the report has it, before the log is told
	 */
	private void lookAt(String source, Supplier<List<ShutdownReport.Unfinished>> unfinished, Runnable whenKept) {
		ShutdownThreads.newThread("shutdown-deadline", () -> {
			Runnable tell = NOTHING;
			try {
				tell = keepUnfinished(source, unfinished.get());
			}
			finally {
				whenKept.run();
			}
			tell.run();
		}).start();
	}

	/**
	 * Keep what has not ended for the report.
	 * @param source the stage, or the closing
	 * @param unfinished what has not ended there
	 * @return tells the log of it, unless the end of the shutdown has done so before
	 */
	private Runnable keepUnfinished(String source, List<ShutdownReport.Unfinished> unfinished) {
		this.unfinished.add(source, unfinished);
		return this::tellUnfinished;
	}

	private void tellUnfinished() {
		this.log.unfinished(this.unfinished.takeUntold());
	}

	@Override
	public Runnable pushOn() {
		LifecycleWatch lifecycleWatch = this.lifecycleWatch;
		if (lifecycleWatch == null || this.completing.get()) {
			return NOTHING;
		}
		ShutdownReport.Unfinished before = this.blockedBefore;
		ShutdownReport.Unfinished blocked = lifecycleWatch.look().getBlocked();
		this.blockedBefore = blocked;
		if (blocked != null && before != null && blocked.isAt(before)) {
			// It has had its time since the last look. What comes after it is still
			// closed, or named
			Runnable tell = keepUnfinished(CLOSING, List.of(blocked));
			lifecycleWatch.interrupt();
			return tell;
		}
		return NOTHING;
	}

	@Override
	public void forced() {
		Shutdown shutdown = Objects.requireNonNull(this.shutdown.get());
		if (this.completed.getCount() == 0) {
			ShutdownLog.processIsEndedAfterClose(shutdown.deadline().elapsed());
			return;
		}
		LifecycleWatch.Look look = lookAtClosing();
		ShutdownReport.Unfinished blocked = (look != null) ? look.getBlocked() : null;
		if (blocked != null) {
			// It may have come further since the deadline
			keepUnfinished(CLOSING, List.of(blocked)).run();
		}
		complete(Duration.ZERO, LAST_EVENTS_WHEN_FORCED, () -> this.log.processIsEnded(shutdown.deadline().elapsed()));
	}

	/**
	 * Hold the phases that are still to come to what the deadline leaves.
	 */
	void limitPhases() {
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
		List<ShutdownReport.Stage> stages = new ArrayList<>();
		for (StageExecution execution : plan.stages()) {
			stages.add(execution.toReport());
		}
		List<ShutdownReport.Client> clients = plan.clients().get();
		if (shutdown == null) {
			return new ShutdownReport(getState(), null, null, null, null, null, this.timeout, getWorstCase(), stages,
					clients, List.of());
		}
		return new ShutdownReport(getState(), outcome(shutdown, stages, clients), shutdown.id(), shutdown.trigger(),
				shutdown.startedAt(), shutdown.deadline().elapsed(), shutdown.deadline().remaining(), getWorstCase(),
				stages, clients, this.unfinished.toList());
	}

	Duration getWorstCase() {
		return this.forceAfterTimeout ? this.plan.worstCase(this.timeout)
				: this.plan.worstCase(Duration.ofSeconds(Long.MAX_VALUE));
	}

	private ShutdownOutcome outcome(Shutdown shutdown, List<ShutdownReport.Stage> stages,
			List<ShutdownReport.Client> clients) {
		boolean late = shutdown.deadline().isOver();
		if (late && this.forceAfterTimeout) {
			return ShutdownOutcome.FORCED;
		}
		boolean failed = false;
		boolean timedOut = late;
		for (ShutdownReport.Stage stage : stages) {
			failed |= stage.state() == StageState.FAILED;
			timedOut |= stage.state() == StageState.TIMED_OUT;
		}
		for (ShutdownReport.Client client : clients) {
			failed |= client.state().isFailure();
		}
		if (failed) {
			return ShutdownOutcome.FAILED;
		}
		return timedOut ? ShutdownOutcome.TIMED_OUT : ShutdownOutcome.CLEAN;
	}

	@Override
	public void destroy() {
		Shutdown shutdown = this.shutdown.get();
		if (shutdown == null) {
			// The application never came up
			this.events.close(Duration.ZERO, this.log);
			return;
		}
		// Whose time is over, and whose timer is late: nobody waits for it any more
		this.plan.stages().forEach(StageExecution::expire);
		complete(lastCuts(shutdown.deadline()), LAST_EVENTS, NOTHING);
		shutdown.watchdog().contextClosed();
		ShutdownMdc.set(this.enclosingId);
	}

	private Duration lastCuts(Deadline deadline) {
		Duration left = deadline.remaining().plus(LAST_EVENTS_WHEN_FORCED);
		return (this.forceAfterTimeout && left.compareTo(LAST_CUTS) < 0) ? left : LAST_CUTS;
	}

	/**
	 * Complete the shutdown, once. Whoever comes second waits for the first: what comes
	 * next may be the end of the process.
	 * @param lastCuts how long to wait for what is left of stages to be cut
	 * @param lastEvents how long to wait for listeners and sinks
	 * @param lastWords logged before that
	 */
	private void complete(Duration lastCuts, Duration lastEvents, Runnable lastWords) {
		// Meant for a bean, and no reason not to keep the report
		boolean interrupted = Thread.interrupted();
		try {
			if (this.completing.compareAndSet(false, true)) {
				awaitUnfinished(lastCuts);
				interrupted |= Thread.interrupted();
				report(lastEvents, lastWords);
			}
			else {
				lastWords.run();
				this.completed.await(lastEvents.toNanos(), TimeUnit.NANOSECONDS);
			}
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * What was left of stages belongs into the report, however late the thread is that
	 * cuts it, and so does what held the closing when the deadline passed.
	 * @param timeout how long to wait for all of that
	 */
	private void awaitUnfinished(Duration timeout) {
		Deadline deadline = new Deadline(this.clock, timeout);
		for (StageExecution execution : this.plan.stages()) {
			execution.awaitCut(deadline.remaining());
		}
		if (getRemaining().isZero()) {
			this.closingSeen.await(this.clock, deadline.remaining());
		}
	}

	private void report(Duration lastEvents, Runnable lastWords) {
		try {
			tellUnfinished();
			advance(ShutdownState.COMPLETED);
			ShutdownReport report = createReport();
			// Whoever asks later is told how it ended, and not how long ago
			this.lastReport = report;
			this.log.completed(report);
			lastWords.run();
			this.events.publish((listener) -> listener.shutdownCompleted(report));
			// At the same time: a disk that is slow has all of it
			CountDownLatch sinks = this.reportSinks.keep(report);
			Deadline deadline = new Deadline(this.clock, lastEvents);
			this.events.close(deadline.remaining(), this.log);
			this.reportSinks.await(sinks, deadline.remaining());
		}
		finally {
			this.completed.countDown();
		}
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
