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

package io.github.shutdownspringboot.clients;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.github.shutdownspringboot.coordinator.ClientState;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import org.jspecify.annotations.Nullable;

/**
 * Closes one client, once, and knows how that went. If there is a second way to close it,
 * the first is given four fifths of the time, so that something is left for the second.
 */
final class ClientExecution {

	static final String NO_TIME = "no time was left";

	private final Client client;

	private final ShutdownClock clock;

	private final AtomicReference<Progress> progress = new AtomicReference<>(Progress.NONE);

	private volatile boolean cut;

	private volatile @Nullable CloseAttempt attempt;

	ClientExecution(Client client, ShutdownClock clock) {
		this.client = client;
		this.clock = clock;
	}

	Client getClient() {
		return this.client;
	}

	ClientState getState() {
		return this.progress.get().state();
	}

	@Nullable Throwable getFailure() {
		return this.progress.get().failure();
	}

	/**
	 * Leave the client as it is, unless it is being closed.
	 * @param reason why
	 * @return whether it is skipped by this call
	 */
	boolean skip(String reason) {
		return this.progress.compareAndSet(Progress.NONE, new Progress(ClientState.SKIPPED, 0, 0, reason, null));
	}

	/**
	 * Close the client.
	 * @param budget the time that it has
	 * @param whenOver called once when it is over, on any thread; not if it was over
	 * before
	 * @return whether it is being closed; not if it was over before
	 */
	boolean start(Duration budget, Runnable whenOver) {
		long now = this.clock.nanoTime();
		if (!this.progress.compareAndSet(Progress.NONE, Progress.begun(now))) {
			return false;
		}
		try {
			String reasonToSkip = this.client.target().getReasonToSkip();
			if (reasonToSkip != null) {
				finish(ClientState.SKIPPED, reasonToSkip, null, whenOver);
			}
			else {
				List<CloseWay> ways = this.client.target().takeOver();
				if (ways.isEmpty()) {
					finish(ClientState.SKIPPED, "it is closed under another name", null, whenOver);
				}
				else {
					tryNext(ways, now + budget.toNanos(), null, whenOver);
				}
			}
		}
		catch (Throwable ex) {
			finish(ClientState.FAILED, ex.toString(), ex, whenOver);
		}
		return true;
	}

	private void tryNext(List<CloseWay> ways, long deadlineNanos, @Nullable Miss before, Runnable whenOver) {
		CloseWay way = ways.get(0);
		List<CloseWay> others = ways.subList(1, ways.size());
		CloseAttempt attempt = new CloseAttempt(this.client.name(), way.action(), (end, failure, where) -> {
			if (!end.isFailure()) {
				finish(end, (before != null) ? before.message() + "; closed by " + way.name() : null,
						(before != null) ? before.failure() : null, whenOver);
				return;
			}
			Miss miss = Miss.of(before, describe(way, failure, where), failure);
			if (others.isEmpty() || this.cut) {
				finish(end, miss.message(), miss.failure(), whenOver);
			}
			else {
				tryNext(others, deadlineNanos, miss, whenOver);
			}
		});
		this.attempt = attempt;
		Duration left = Duration.ofNanos(Math.max(0, deadlineNanos - this.clock.nanoTime()));
		attempt.start(others.isEmpty() ? left : left.multipliedBy(4).dividedBy(5), this.clock);
		if (this.cut) {
			// Meanwhile, by somebody who has not seen this attempt
			attempt.expire();
		}
	}

	private static String describe(CloseWay way, @Nullable Throwable failure, @Nullable String where) {
		if (failure != null) {
			return way.name() + " failed: " + failure;
		}
		return way.name() + " did not end in time" + ((where != null) ? ", it is at " + where : "");
	}

	/**
	 * Do not wait for the client any more, and try no second way.
	 */
	void cut() {
		this.cut = true;
		CloseAttempt attempt = this.attempt;
		if (attempt != null) {
			attempt.expire();
		}
	}

	private void finish(ClientState end, @Nullable String message, @Nullable Throwable failure, Runnable whenOver) {
		this.progress.updateAndGet(
				(current) -> new Progress(end, current.startNanos(), this.clock.nanoTime(), message, failure));
		whenOver.run();
	}

	ShutdownReport.Unfinished toUnfinished() {
		Progress progress = this.progress.get();
		CloseAttempt attempt = this.attempt;
		String what = "client '" + this.client.name() + "'";
		return (progress.state() == ClientState.CLOSING && attempt != null)
				? attempt.toUnfinished(what, progress.getDuration(this.clock))
				: ShutdownReport.Unfinished.of(what + ", not closed yet", null);
	}

	ShutdownReport.Client toReport(boolean byOrder) {
		Progress progress = this.progress.get();
		return new ShutdownReport.Client(this.client.name(), byOrder ? this.client.order() : null,
				this.client.timeout(), progress.state(), progress.getDuration(this.clock), progress.message());
	}

	/**
	 * What went wrong with the ways that were tried.
	 */
	private record Miss(String message, @Nullable Throwable failure) {

		static Miss of(@Nullable Miss before, String message, @Nullable Throwable failure) {
			if (before == null) {
				return new Miss(message, failure);
			}
			Throwable first = before.failure();
			if (first != null && failure != null && first != failure) {
				first.addSuppressed(failure);
			}
			return new Miss(before.message() + "; " + message, (first != null) ? first : failure);
		}

	}

	/**
	 * How far the client has come.
	 */
	private record Progress(ClientState state, long startNanos, long endNanos, @Nullable String message,
			@Nullable Throwable failure) {

		static final Progress NONE = new Progress(ClientState.PENDING, 0, 0, null, null);

		static Progress begun(long startNanos) {
			return new Progress(ClientState.CLOSING, startNanos, 0, null, null);
		}

		@Nullable Duration getDuration(ShutdownClock clock) {
			if (this.state == ClientState.PENDING || this.state == ClientState.SKIPPED) {
				return null;
			}
			return Duration.ofNanos((this.state.isTerminal() ? this.endNanos : clock.nanoTime()) - this.startNanos);
		}

	}

}
