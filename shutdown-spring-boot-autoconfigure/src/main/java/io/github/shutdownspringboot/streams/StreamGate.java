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

package io.github.shutdownspringboot.streams;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.github.shutdownspringboot.coordinator.Internal;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may write to a stream: the application, or the shutdown that ends it. The
 * shutdown gets the stream between two events of the application; if it asks while the
 * application writes, the thread of the application ends the stream when it has come to
 * the end of the event. The state is one atomic reference and no lock, so that nobody
 * waits for a writer that hangs.
 *
 * @since 0.1.0
 */
@Internal
public final class StreamGate {

	private final AtomicReference<State> state = new AtomicReference<>(State.HEAD);

	private final CountDownLatch ended = new CountDownLatch(1);

	private final Consumer<Boolean> ending;

	private volatile @Nullable Thread endingThread;

	private volatile boolean forced;

	/**
	 * Make a gate.
	 * @param ending ends the stream; is told whether the application has left an event
	 * unfinished
	 */
	StreamGate(Consumer<Boolean> ending) {
		this.ending = ending;
	}

	/**
	 * The head of the response is complete, and the application has left it to the
	 * stream: it may be ended before the application writes.
	 */
	public void headIsComplete() {
		if (!this.state.compareAndSet(State.HEAD, State.IDLE)
				&& this.state.compareAndSet(State.HEAD_END_REQUESTED, State.ENDING)) {
			end(false);
		}
	}

	/**
	 * The application is about to write.
	 * @return whether it may; if not, the stream has ended
	 */
	public boolean enter() {
		State current;
		State next;
		do {
			current = this.state.get();
			next = switch (current) {
				case HEAD, IDLE, TORN -> State.WRITING;
				case HEAD_END_REQUESTED, TORN_END_REQUESTED -> State.WRITING_END_REQUESTED;
				default -> current;
			};
		}
		while (!this.state.compareAndSet(current, next));
		return next != State.ENDING && next != State.ENDED;
	}

	/**
	 * The application has written.
	 * @param atBoundary whether what it has written ends with the end of an event
	 */
	public void leave(boolean atBoundary) {
		State current;
		State next;
		do {
			current = this.state.get();
			next = switch (current) {
				case WRITING -> atBoundary ? State.IDLE : State.TORN;
				case WRITING_END_REQUESTED -> atBoundary ? State.ENDING : State.TORN_END_REQUESTED;
				default -> current;
			};
		}
		while (!this.state.compareAndSet(current, next));
		if (next == State.ENDING && current != next) {
			end(false);
		}
		else if (next == State.TORN_END_REQUESTED && this.forced) {
			forceEnd();
		}
	}

	/**
	 * End the stream: now if nobody writes, or else when the head of the response is
	 * complete, or at the end of the event that is being written.
	 * @return whether there is nothing more to wait for: the stream has ended, or its
	 * application has ended it
	 */
	boolean requestEnd() {
		State current;
		State next;
		do {
			current = this.state.get();
			next = switch (current) {
				case HEAD -> State.HEAD_END_REQUESTED;
				case IDLE -> State.ENDING;
				case TORN -> State.TORN_END_REQUESTED;
				case WRITING -> State.WRITING_END_REQUESTED;
				default -> current;
			};
		}
		while (!this.state.compareAndSet(current, next));
		if (current == State.IDLE) {
			end(false);
		}
		return next == State.ENDING || next == State.ENDED || next == State.FINISHED;
	}

	/**
	 * End the stream even if the application has left an event unfinished; as soon as it
	 * stops writing, if it does. Does nothing unless its end was requested.
	 */
	void forceEnd() {
		// The order matters: whoever leaves after the check sees the flag
		this.forced = true;
		if (this.state.compareAndSet(State.HEAD_END_REQUESTED, State.ENDING)) {
			end(false);
		}
		else if (this.state.compareAndSet(State.TORN_END_REQUESTED, State.ENDING)) {
			end(true);
		}
	}

	private void end(boolean torn) {
		this.endingThread = Thread.currentThread();
		try {
			this.ending.accept(torn);
		}
		finally {
			this.endingThread = null;
			this.state.set(State.ENDED);
			this.ended.countDown();
		}
	}

	/**
	 * The response is about to be finished by somebody else: the stream is not ended any
	 * more, and whoever is just ending it is waited for.
	 * @param timeout how long to wait
	 */
	public void finish(Duration timeout) {
		State previous = this.state
			.getAndUpdate((current) -> (current != State.ENDING && current != State.ENDED) ? State.FINISHED : current);
		if (previous == State.ENDING) {
			awaitEnd(timeout);
		}
	}

	/**
	 * Wait for whoever is just ending the stream, if anybody is.
	 * @param timeout how long to wait
	 * @return whether the shutdown has ended the stream
	 */
	public boolean awaitEnd(Duration timeout) {
		if (this.state.get() == State.ENDING && this.endingThread != Thread.currentThread()) {
			try {
				this.ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
		return this.state.get() == State.ENDED;
	}

	private enum State {

		/**
		 * Nothing was written, and the application may still be at the head of the
		 * response.
		 */
		HEAD,

		/**
		 * As {@link #HEAD}; to be ended when the head is complete.
		 */
		HEAD_END_REQUESTED,

		/**
		 * Between two events.
		 */
		IDLE,

		/**
		 * Within an event, and nobody writes.
		 */
		TORN,

		/**
		 * As {@link #TORN}; to be ended at the end of the event.
		 */
		TORN_END_REQUESTED,

		/**
		 * The application writes.
		 */
		WRITING,

		/**
		 * As {@link #WRITING}; to be ended at the end of the event.
		 */
		WRITING_END_REQUESTED,

		/**
		 * The shutdown writes.
		 */
		ENDING,

		/**
		 * The shutdown has ended it.
		 */
		ENDED,

		/**
		 * The application has ended it.
		 */
		FINISHED

	}

}
