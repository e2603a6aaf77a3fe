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

import io.github.shutdownspringboot.coordinator.Internal;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may write to a stream: the application, or the shutdown that ends it. The
 * shutdown gets the stream between two messages of the application; if it asks while the
 * application writes, the thread of the application ends the stream when it has come to
 * the end of the message. The state is one atomic reference and no lock, so that nobody
 * waits for a writer that hangs.
 *
 * @since 0.1.0
 */
@Internal
public final class StreamGate implements EndableStream {

	private final AtomicReference<State> state = new AtomicReference<>(State.HEAD);

	private final CountDownLatch ended = new CountDownLatch(1);

	private final CountDownLatch cut = new CountDownLatch(1);

	/**
	 * Touched only by whoever is let in.
	 */
	private final MessageBoundary boundary;

	private final Ending ending;

	/**
	 * Who is let in, as far as is known: nobody, for a moment at each end.
	 */
	private volatile @Nullable Thread writer;

	private volatile boolean forced;

	/**
	 * Make a gate.
	 * @param boundary follows what the application writes
	 * @param ending ends the stream
	 */
	StreamGate(MessageBoundary boundary, Ending ending) {
		this.boundary = boundary;
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
	 * The application is about to write, on this thread.
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
		if (next.isOver()) {
			return false;
		}
		this.writer = Thread.currentThread();
		return true;
	}

	/**
	 * The application, which was let in, writes.
	 * @param bytes holds what it writes
	 * @param offset the index of the first byte
	 * @param length how many they are
	 */
	public void accept(byte[] bytes, int offset, int length) {
		this.boundary.accept(bytes, offset, length);
	}

	/**
	 * The application, which was let in, has written.
	 */
	public void leave() {
		this.writer = null;
		boolean atBoundary = this.boundary.isAtBoundary();
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
		if (next == State.CUT) {
			recoverFromCut();
			this.ending.writerIsFree();
		}
		else if (next == State.ENDING && current != next) {
			end(false);
		}
		else if (next == State.TORN_END_REQUESTED && this.forced) {
			forceEnd();
		}
	}

	@Override
	public void requestEnd() {
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
	}

	@Override
	public void forceEnd() {
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
		this.writer = Thread.currentThread();
		try {
			this.ending.end(torn ? this.boundary.endOfTornMessage() : "", this.boundary.isModelContextProtocol());
		}
		finally {
			if (!this.state.compareAndSet(State.ENDING, State.ENDED)) {
				recoverFromCut();
			}
			this.writer = null;
			this.ended.countDown();
		}
	}

	@Override
	public void cut() {
		State previous = this.state.getAndUpdate((current) -> (current != State.FINISHED) ? State.CUT : current);
		try {
			this.ending.cut();
			Thread writer = this.writer;
			if (writer != null && previous.isWriting()) {
				// A container may wait for a client that is gone
				writer.interrupt();
			}
		}
		finally {
			this.cut.countDown();
		}
	}

	/**
	 * Called on the thread that was interrupted, or is about to be: let that be over
	 * before it does anything else.
	 */
	private void recoverFromCut() {
		boolean cut = false;
		while (!cut) {
			try {
				this.cut.await();
				cut = true;
			}
			catch (InterruptedException ex) {
				// That is it
			}
		}
		Thread.interrupted();
	}

	/**
	 * The response is about to be finished by somebody else: the stream is not ended any
	 * more, and whoever is just ending it is waited for.
	 * @param timeout how long to wait
	 */
	public void finish(Duration timeout) {
		State previous = this.state.getAndUpdate((current) -> current.isOver() ? current : State.FINISHED);
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
		if (this.state.get() == State.ENDING && this.writer != Thread.currentThread()) {
			try {
				this.ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
		State current = this.state.get();
		return current == State.ENDED || current == State.CUT;
	}

	/**
	 * What is done to end the stream.
	 */
	interface Ending {

		/**
		 * Send the termination events and end the stream.
		 * @param endOfTornMessage what ends the message that the application has left
		 * unfinished, if it has
		 * @param modelContextProtocol whether its messages are those of that protocol
		 */
		void end(String endOfTornMessage, boolean modelContextProtocol);

		/**
		 * Close the connection.
		 */
		void cut();

		/**
		 * The application has come back from writing to a connection that was closed.
		 */
		void writerIsFree();

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
		 * Between two messages.
		 */
		IDLE,

		/**
		 * Within a message, and nobody writes.
		 */
		TORN,

		/**
		 * As {@link #TORN}; to be ended at the end of the message.
		 */
		TORN_END_REQUESTED,

		/**
		 * The application writes.
		 */
		WRITING,

		/**
		 * As {@link #WRITING}; to be ended at the end of the message.
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
		 * The shutdown has closed its connection.
		 */
		CUT,

		/**
		 * The application has ended it.
		 */
		FINISHED;

		/**
		 * Return whether the shutdown has ended the stream, or is doing so.
		 * @return whether the application may not write any more
		 */
		boolean isOver() {
			return this == ENDING || this == ENDED || this == CUT;
		}

		boolean isWriting() {
			return this == WRITING || this == WRITING_END_REQUESTED || this == ENDING;
		}

	}

}
