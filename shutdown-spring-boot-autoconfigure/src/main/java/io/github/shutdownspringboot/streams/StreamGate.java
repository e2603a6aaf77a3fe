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

/**
 * Decides who may write to a stream: the application, or the shutdown that ends it. The
 * shutdown gets the stream between two messages of the application; if it asks while the
 * application writes, the thread of the application ends the stream when it has come to
 * the end of the message, or the last of them if there are several. The state is one
 * atomic reference and no lock, so that nobody waits for a writer that hangs.
 *
 * @since 0.1.0
 */
@Internal
public final class StreamGate implements EndableStream {

	private final AtomicReference<GateState> state = new AtomicReference<>(GateState.INITIAL);

	private final CountDownLatch ended = new CountDownLatch(1);

	private final CountDownLatch cut = new CountDownLatch(1);

	/**
	 * Told by whoever is let in, asked by the last one that leaves.
	 */
	private final MessageBoundary boundary;

	private final Ending ending;

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
		GateState previous = this.state.getAndUpdate(GateState::headComplete);
		if (previous.phase() == GateState.Phase.HEAD_END_REQUESTED) {
			end(false);
		}
	}

	/**
	 * The application is about to write, on this thread. Another thread of it may be just
	 * writing, or flushing what was written.
	 * @return whether it may; if not, the stream has ended
	 */
	public boolean enter() {
		return !this.state.updateAndGet(GateState::entered).phase().isOver();
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
		GateState next = this.state.updateAndGet((current) -> current.left(this.boundary));
		switch (next.phase()) {
			case CUT -> {
				recoverFromCut();
				if (next.inside().isEmpty()) {
					this.ending.writerIsFree();
				}
			}
			case ENDING -> end(false);
			case TORN_END_REQUESTED -> {
				if (this.forced) {
					forceEnd();
				}
			}
			default -> {
				// Others are inside, or nobody has asked for the end
			}
		}
	}

	@Override
	public void requestEnd() {
		GateState previous = this.state.getAndUpdate(GateState::endRequested);
		if (previous.phase() == GateState.Phase.IDLE) {
			end(false);
		}
		else if (this.forced) {
			// Another thread was faster
			forceEnd();
		}
	}

	@Override
	public void forceEnd() {
		// The order matters: whoever leaves after the check sees the flag
		this.forced = true;
		GateState previous = this.state.getAndUpdate(GateState::endForced);
		switch (previous.phase()) {
			case HEAD_END_REQUESTED -> end(false);
			case TORN_END_REQUESTED -> end(true);
			default -> {
				// It ends when whoever is inside has left, or has ended
			}
		}
	}

	/**
	 * Called by whoever has brought about {@link GateState.Phase#ENDING}: it is alone
	 * inside.
	 * @param torn whether the application has left a message unfinished
	 */
	private void end(boolean torn) {
		try {
			this.ending.end(torn ? this.boundary.endOfTornMessage() : "", this.boundary.isModelContextProtocol());
		}
		finally {
			GateState next = this.state.updateAndGet((current) -> current.left(this.boundary));
			if (next.phase() == GateState.Phase.CUT) {
				recoverFromCut();
			}
			this.ended.countDown();
		}
	}

	@Override
	public void cut() {
		GateState next = this.state.updateAndGet(GateState::cut);
		try {
			if (!this.ending.cut()) {
				// A container may wait for a client that is gone
				next.inside().forEach(Thread::interrupt);
			}
		}
		finally {
			this.cut.countDown();
		}
	}

	/**
	 * Called on a thread that was interrupted, or is about to be: let that be over before
	 * it does anything else.
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
		GateState previous = this.state.getAndUpdate(GateState::finished);
		if (previous.phase() == GateState.Phase.ENDING) {
			awaitEnd(timeout);
		}
	}

	/**
	 * Wait for whoever is just ending the stream, if anybody is.
	 * @param timeout how long to wait
	 * @return whether the shutdown has ended the stream
	 */
	public boolean awaitEnd(Duration timeout) {
		GateState current = this.state.get();
		if (current.phase() == GateState.Phase.ENDING && !current.inside().contains(Thread.currentThread())) {
			try {
				this.ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
		GateState.Phase phase = this.state.get().phase();
		return phase == GateState.Phase.ENDED || phase == GateState.Phase.CUT;
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
		 * @return whether whoever is inside comes back from that; otherwise it is
		 * interrupted
		 */
		boolean cut();

		/**
		 * The application has come back from writing to a connection that was closed.
		 */
		void writerIsFree();

	}

}
