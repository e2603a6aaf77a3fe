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

package io.github.shutdownspringboot.work;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.coordinator.Internal;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work. Whether somebody does it, on which thread, and whether it has ended
 * or was cut is one atomic reference: so a thread is interrupted only while it does the
 * work, and work either ends or is handed over as unfinished, never both.
 *
 * @since 0.1.0
 */
@Internal
public final class WorkItem implements WorkTracker.Work {

	private static final ThreadLocal<@Nullable WorkItem> CURRENT = new ThreadLocal<>();

	private static final Runnable NOTHING = () -> {
	};

	private final DefaultWorkTracker tracker;

	private final String name;

	private final String id;

	private final @Nullable String payload;

	private final InFlight inFlight;

	private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

	private final CountDownLatch interrupted = new CountDownLatch(1);

	private final AtomicReference<Runnable> whenCut = new AtomicReference<>(NOTHING);

	/**
	 * Touched only by whoever has cut it.
	 */
	private @Nullable Thread threadToInterrupt;

	WorkItem(DefaultWorkTracker tracker, String name, String id, @Nullable String payload, InFlight inFlight) {
		this.tracker = tracker;
		this.name = name;
		this.id = id;
		this.payload = payload;
		this.inFlight = inFlight;
	}

	/**
	 * Return the work that this thread does.
	 * @return the innermost, or {@code null} if it does none
	 */
	public static @Nullable WorkItem current() {
		return CURRENT.get();
	}

	boolean isGoingOn(DefaultWorkTracker tracker) {
		return this.tracker == tracker && !this.state.get().isOver();
	}

	boolean isCut() {
		return this.state.get() == State.CUT;
	}

	@Override
	public String getId() {
		return this.id;
	}

	String getName() {
		return this.name;
	}

	@Nullable String getPayload() {
		return this.payload;
	}

	Duration getAge() {
		return this.inFlight.getAge();
	}

	@Override
	public void run(Runnable work) {
		WorkItem enclosing = enter();
		try {
			work.run();
		}
		finally {
			leave(enclosing);
			close();
		}
	}

	@Override
	public <T extends @Nullable Object> T call(Callable<T> work) throws Exception {
		WorkItem enclosing = enter();
		try {
			return work.call();
		}
		finally {
			leave(enclosing);
			close();
		}
	}

	/**
	 * This thread begins to do the work.
	 * @return the work that it did already, which this is a part of
	 */
	@Nullable WorkItem enter() {
		State doing = new State(Thread.currentThread());
		if (!this.state.compareAndSet(State.OPEN, doing)) {
			if (isCut()) {
				throw refusal();
			}
			throw new IllegalStateException(
					"The work '" + this.name + "' has ended, or another thread is doing it already");
		}
		WorkItem enclosing = CURRENT.get();
		CURRENT.set(this);
		return enclosing;
	}

	/**
	 * This thread does the work no more. It may go on elsewhere.
	 * @param enclosing what {@link #enter()} returned
	 */
	void leave(@Nullable WorkItem enclosing) {
		if (enclosing != null) {
			CURRENT.set(enclosing);
		}
		else {
			CURRENT.remove();
		}
		State previous = this.state.getAndUpdate((current) -> (current.thread() != null) ? State.OPEN : current);
		if (previous == State.CUT) {
			recoverFromInterrupt(enclosing);
		}
	}

	/**
	 * Called on the thread that was interrupted, or is about to be: let that be over
	 * before it does anything else. If the enclosing work was cut as well, the interrupt
	 * is meant for that.
	 * @param enclosing the work that the thread goes on with, if any
	 */
	private void recoverFromInterrupt(@Nullable WorkItem enclosing) {
		boolean over = false;
		while (!over) {
			try {
				this.interrupted.await();
				over = true;
			}
			catch (InterruptedException ex) {
				// That is it
			}
		}
		Thread.interrupted();
		if (enclosing != null && enclosing.isCut()) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Call something when the work is cut: its thread is not known, or it has none. At
	 * once if it was cut already.
	 * @param action what to call
	 */
	public void whenCut(Runnable action) {
		this.whenCut.updateAndGet((before) -> () -> {
			before.run();
			action.run();
		});
		if (isCut()) {
			callWhenCut();
		}
	}

	/**
	 * The time is over: from now on the work cannot end any more. All work is cut before
	 * the first is {@link #interrupt() interrupted}, because that may end other work.
	 * @return whether it was cut; not if it has ended
	 */
	boolean cut() {
		State previous = this.state.getAndUpdate((current) -> current.isOver() ? current : State.CUT);
		if (previous.isOver()) {
			return false;
		}
		this.threadToInterrupt = previous.thread();
		return true;
	}

	/**
	 * Interrupt whoever did the work when it was cut: it is still there, or waits to
	 * leave. Called once, by whoever has cut it.
	 */
	void interrupt() {
		try {
			Thread thread = this.threadToInterrupt;
			if (thread != null) {
				thread.interrupt();
			}
		}
		finally {
			this.interrupted.countDown();
		}
	}

	/**
	 * Return what tells that the work is not accepted, or not any more.
	 * @return an exception
	 */
	public ShutdownInProgressException refusal() {
		return new ShutdownInProgressException(this.name);
	}

	/**
	 * Call what is to be called when it is cut. May block: it is code of the application.
	 */
	void callWhenCut() {
		this.whenCut.getAndSet(NOTHING).run();
	}

	ShutdownReport.Unfinished toUnfinished() {
		Thread thread = this.state.get().thread();
		String what = "work " + this;
		return (thread != null) ? ShutdownReport.Unfinished.of(what, getAge(), thread)
				: ShutdownReport.Unfinished.of(what, getAge());
	}

	/**
	 * Nobody is going to do the work, unless somebody does already.
	 */
	void abandon() {
		if (this.state.compareAndSet(State.OPEN, State.ENDED)) {
			this.inFlight.end();
		}
	}

	@Override
	public void close() {
		this.state.updateAndGet((current) -> (current != State.CUT) ? State.ENDED : current);
		this.inFlight.end();
	}

	@Override
	public String toString() {
		return this.name + " " + this.id;
	}

	/**
	 * Who does the work. A state is compared by identity.
	 */
	private static final class State {

		/**
		 * Begun, and nobody is known to do it.
		 */
		static final State OPEN = new State(null);

		/**
		 * It has ended.
		 */
		static final State ENDED = new State(null);

		/**
		 * It was cut.
		 */
		static final State CUT = new State(null);

		private final @Nullable Thread thread;

		State(@Nullable Thread thread) {
			this.thread = thread;
		}

		/**
		 * Return the thread that does the work.
		 * @return the thread, or {@code null} if nobody is known to
		 */
		@Nullable Thread thread() {
			return this.thread;
		}

		boolean isOver() {
			return this == ENDED || this == CUT;
		}

	}

}
