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
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one stage, once, and knows how that went. Name, phase and timeout are asked for
 * when the plan is made and never again: what a stage throws cannot reach the thread that
 * closes the context. The stage is over with the first of three things: it completes, it
 * fails, its budget is spent. What it does after that changes nothing.
 */
final class StageExecution {

	private static final Logger logger = LoggerFactory.getLogger(StageExecution.class);

	/**
	 * No stage needs more, and what is added up does not overflow.
	 */
	private static final Duration MAX_TIMEOUT = Duration.ofDays(365);

	private final ShutdownStage stage;

	private final String name;

	private final int phase;

	private final Duration timeout;

	private final ShutdownClock clock;

	private final AtomicReference<Progress> progress = new AtomicReference<>(Progress.NONE);

	/**
	 * Open until what was left has been cut and told, if the time of the stage was over.
	 */
	private final UninterruptedLatch cut = new UninterruptedLatch();

	private volatile @Nullable Runnable whenExpired;

	private volatile ShutdownClock.@Nullable Cancellable expiry;

	StageExecution(ShutdownStage stage, ShutdownClock clock) {
		this.stage = stage;
		this.name = stage.getName();
		this.phase = stage.getPhase();
		Duration timeout = stage.getTimeout();
		this.timeout = (timeout.compareTo(MAX_TIMEOUT) < 0) ? timeout : MAX_TIMEOUT;
		this.clock = clock;
	}

	int getPhase() {
		return this.phase;
	}

	Duration getTimeout() {
		return this.timeout;
	}

	String getName() {
		return this.name;
	}

	StageState getState() {
		return this.progress.get().state();
	}

	/**
	 * Claim the stage.
	 * @param startedAfter the time since the shutdown began
	 * @return whether it is the caller's to {@link #start start}; not if it was claimed
	 * before
	 */
	boolean begin(Duration startedAfter) {
		return this.progress.compareAndSet(Progress.NONE, Progress.begun(startedAfter, this.clock.nanoTime()));
	}

	/**
	 * Run the stage. Called once, by whoever has claimed it, on the thread that stops the
	 * context.
	 * @param budget the time it has
	 * @param shutdownId what its log lines carry
	 * @param whenLeft called at most once with what is left, before it is cut; what it
	 * returns is called after that. On any thread
	 * @param whenOver called once when the stage is over, on any thread
	 */
	void start(Duration budget, String shutdownId, Function<List<ShutdownReport.Unfinished>, Runnable> whenLeft,
			Runnable whenOver) {
		if (isPrompt()) {
			ShutdownMdc.with(shutdownId, () -> run(budget, whenLeft, whenOver));
			if (getState() == StageState.RUNNING) {
				limit(budget, null, shutdownId, whenLeft, whenOver);
			}
			return;
		}
		Thread thread = newThread("shutdown-" + this.name, shutdownId, () -> run(budget, whenLeft, whenOver));
		limit(budget, thread, shutdownId, whenLeft, whenOver);
		thread.start();
	}

	private boolean isPrompt() {
		try {
			return this.stage instanceof PromptStage promptStage && promptStage.isPrompt();
		}
		catch (Throwable ex) {
			logger.debug("Stage '{}' cannot tell whether it needs a thread", this.name, ex);
			return false;
		}
	}

	private void limit(Duration budget, @Nullable Thread thread, String shutdownId,
			Function<List<ShutdownReport.Unfinished>, Runnable> whenLeft, Runnable whenOver) {
		Runnable whenExpired = () -> ShutdownMdc.with(shutdownId, () -> expire(thread, shutdownId, whenLeft, whenOver));
		this.whenExpired = whenExpired;
		ShutdownClock.Cancellable expiry = this.clock.schedule(budget, whenExpired);
		this.expiry = expiry;
		if (getState() != StageState.RUNNING) {
			expiry.cancel();
		}
	}

	private void run(Duration budget, Function<List<ShutdownReport.Unfinished>, Runnable> whenLeft, Runnable whenOver) {
		if (getState() != StageState.RUNNING) {
			return;
		}
		try {
			CompletionStage<?> result = Objects.requireNonNull(this.stage.run(budget),
					() -> "Stage '" + this.name + "' returned null");
			result.whenComplete((ignored, ex) -> ended(
					(ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex, whenLeft,
					whenOver));
		}
		catch (Throwable ex) {
			ended(ex, whenLeft, whenOver);
		}
	}

	private void ended(@Nullable Throwable failure, Function<List<ShutdownReport.Unfinished>, Runnable> whenLeft,
			Runnable whenOver) {
		if (failure == null) {
			finish(StageState.SUCCEEDED, null, whenOver);
		}
		else if (failure instanceof StageTimedOutException timedOut) {
			if (finish(StageState.TIMED_OUT, failure, whenOver)) {
				tellWhatWasCut(timedOut.getUnfinished(), whenLeft);
			}
		}
		else {
			finish(StageState.FAILED, failure, whenOver);
		}
	}

	private void tellWhatWasCut(List<ShutdownReport.Unfinished> unfinished,
			Function<List<ShutdownReport.Unfinished>, Runnable> whenLeft) {
		try {
			whenLeft.apply(unfinished).run();
		}
		finally {
			this.cut.open();
		}
	}

	/**
	 * The time of the stage is over, whatever its timer says. Does nothing if the stage
	 * does not run.
	 */
	void expire() {
		Runnable whenExpired = this.whenExpired;
		if (whenExpired != null && getState() == StageState.RUNNING) {
			whenExpired.run();
		}
	}

	private void expire(@Nullable Thread thread, String shutdownId,
			Function<List<ShutdownReport.Unfinished>, Runnable> whenLeft, Runnable whenOver) {
		if (this.stage.isTimeBoxed()) {
			finish(StageState.SUCCEEDED, null, whenOver);
			interrupt(thread);
			return;
		}
		if (!finish(StageState.TIMED_OUT, null, whenOver)) {
			return;
		}
		newThread("shutdown-" + this.name + "-cut", shutdownId, () -> cut(thread, whenLeft)).start();
	}

	private static void interrupt(@Nullable Thread thread) {
		if (thread != null) {
			thread.interrupt();
		}
	}

	private void cut(@Nullable Thread thread, Function<List<ShutdownReport.Unfinished>, Runnable> whenLeft) {
		try {
			Runnable tell = whenLeft.apply(getUnfinished());
			interrupt(thread);
			cutStage();
			// Only now: it logs, and what comes next does not wait for that
			tell.run();
		}
		finally {
			this.cut.open();
		}
	}

	private void cutStage() {
		try {
			this.stage.cut();
		}
		catch (Throwable ex) {
			logger.warn("Stage '{}' could not cut what was left", this.name, ex);
		}
	}

	/**
	 * Wait until what was left of the stage has been cut and told, if its time was over:
	 * that goes on beside what comes after the stage. Not over before that if the thread
	 * is interrupted, be it by what cuts.
	 * @param timeout how long to wait at most
	 */
	void awaitCut(Duration timeout) {
		if (getState() == StageState.TIMED_OUT && !this.cut.await(this.clock, timeout)) {
			logger.warn("What is left of stage '{}' cannot be cut: that is not waited for", this.name);
		}
	}

	private boolean finish(StageState end, @Nullable Throwable failure, Runnable whenOver) {
		Progress current = this.progress.get();
		String message = describe(end, failure);
		if (current.state() != StageState.RUNNING
				|| !this.progress.compareAndSet(current, current.ended(end, this.clock.nanoTime(), failure, message))) {
			return false;
		}
		ShutdownClock.Cancellable expiry = this.expiry;
		if (expiry != null) {
			expiry.cancel();
		}
		whenOver.run();
		return true;
	}

	/**
	 * Put into words what went wrong, before what is left is cut.
	 * @param end how the stage ended
	 * @param failure what it threw
	 * @return the words, {@code null} if nothing did
	 */
	private @Nullable String describe(StageState end, @Nullable Throwable failure) {
		if (failure instanceof StageTimedOutException) {
			return failure.getMessage();
		}
		if (failure != null) {
			return failure.toString();
		}
		return (end == StageState.TIMED_OUT) ? getPending() + " pending" : null;
	}

	private Thread newThread(String name, String shutdownId, Runnable task) {
		return ShutdownThreads.newThread(name, () -> ShutdownMdc.with(shutdownId, task));
	}

	@Nullable Throwable getFailure() {
		return this.progress.get().failure();
	}

	long getPending() {
		try {
			return this.stage.pending();
		}
		catch (Throwable ex) {
			logger.debug("Stage '{}' cannot tell what is pending", this.name, ex);
			return 0;
		}
	}

	/**
	 * Ask the stage what it still waits for.
	 * @return what it knows of
	 */
	List<ShutdownReport.Unfinished> getUnfinished() {
		try {
			return this.stage.unfinished();
		}
		catch (Throwable ex) {
			logger.debug("Stage '{}' cannot tell what is unfinished", this.name, ex);
			return List.of();
		}
	}

	ShutdownReport.Stage toReport() {
		Progress progress = this.progress.get();
		return new ShutdownReport.Stage(this.name, this.phase, this.timeout, progress.state(), progress.startedAfter(),
				progress.getDuration(this.clock), getPending(), progress.message());
	}

	/**
	 * How far the stage has come; changed as a whole, so that the end of a stage is
	 * decided once.
	 */
	private record Progress(StageState state, @Nullable Duration startedAfter, long startNanos, long endNanos,
			@Nullable Throwable failure, @Nullable String message) {

		static final Progress NONE = new Progress(StageState.PENDING, null, 0, 0, null, null);

		static Progress begun(Duration startedAfter, long startNanos) {
			return new Progress(StageState.RUNNING, startedAfter, startNanos, 0, null, null);
		}

		Progress ended(StageState end, long endNanos, @Nullable Throwable failure, @Nullable String message) {
			return new Progress(end, this.startedAfter, this.startNanos, endNanos, failure, message);
		}

		@Nullable Duration getDuration(ShutdownClock clock) {
			if (this.state == StageState.PENDING) {
				return null;
			}
			return Duration.ofNanos((this.state.isTerminal() ? this.endNanos : clock.nanoTime()) - this.startNanos);
		}

	}

}
