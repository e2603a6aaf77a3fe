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

import java.util.ArrayList;
import java.util.List;

/**
 * The state of a {@link StreamGate}: how far the stream has come, and who is inside. Both
 * change together, so that only the last one that leaves goes on with the stream, and
 * whoever is inside when it is cut is known. Immutable.
 *
 * @param phase how far the stream has come
 * @param inside the threads that write; none if the application has ended the stream,
 * which nobody needs to know any more
 */
record GateState(Phase phase, List<Thread> inside) {

	static final GateState INITIAL = new GateState(Phase.HEAD, List.of());

	private GateState to(Phase phase) {
		return new GateState(phase, this.inside);
	}

	GateState headComplete() {
		return switch (this.phase) {
			case HEAD -> to(Phase.IDLE);
			case HEAD_END_REQUESTED -> ending();
			default -> this;
		};
	}

	GateState entered() {
		return switch (this.phase) {
			case HEAD, IDLE, TORN, WRITING -> new GateState(Phase.WRITING, with(Thread.currentThread()));
			case HEAD_END_REQUESTED, TORN_END_REQUESTED, WRITING_END_REQUESTED ->
				new GateState(Phase.WRITING_END_REQUESTED, with(Thread.currentThread()));
			default -> this;
		};
	}

	/**
	 * Return the state when the current thread has left.
	 * @param boundary is asked only if nobody else is inside
	 * @return the next state
	 */
	GateState left(MessageBoundary boundary) {
		List<Thread> others = without(Thread.currentThread());
		if (!others.isEmpty()) {
			return new GateState(this.phase, others);
		}
		return switch (this.phase) {
			case WRITING -> new GateState(boundary.isAtBoundary() ? Phase.IDLE : Phase.TORN, others);
			case WRITING_END_REQUESTED ->
				boundary.isAtBoundary() ? ending() : new GateState(Phase.TORN_END_REQUESTED, others);
			case ENDING -> new GateState(Phase.ENDED, others);
			case CUT -> new GateState(Phase.CUT, others);
			default -> this;
		};
	}

	GateState endRequested() {
		return switch (this.phase) {
			case HEAD -> to(Phase.HEAD_END_REQUESTED);
			case IDLE -> ending();
			case TORN -> to(Phase.TORN_END_REQUESTED);
			case WRITING -> to(Phase.WRITING_END_REQUESTED);
			default -> this;
		};
	}

	GateState endForced() {
		return switch (this.phase) {
			case HEAD_END_REQUESTED, TORN_END_REQUESTED -> ending();
			default -> this;
		};
	}

	GateState cut() {
		return (this.phase != Phase.FINISHED) ? to(Phase.CUT) : this;
	}

	GateState finished() {
		return this.phase.isOver() ? this : new GateState(Phase.FINISHED, List.of());
	}

	private static GateState ending() {
		return new GateState(Phase.ENDING, List.of(Thread.currentThread()));
	}

	private List<Thread> with(Thread thread) {
		if (this.inside.isEmpty()) {
			return List.of(thread);
		}
		List<Thread> all = new ArrayList<>(this.inside);
		all.add(thread);
		return all;
	}

	private List<Thread> without(Thread thread) {
		if (this.inside.size() <= 1) {
			return List.of();
		}
		List<Thread> others = new ArrayList<>(this.inside);
		// Reactive code may leave on another thread than it has entered on
		if (!others.remove(thread)) {
			others.remove(0);
		}
		return others;
	}

	/**
	 * How far a stream has come.
	 */
	enum Phase {

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

	}

}
