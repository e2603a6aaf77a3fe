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

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.coordinator.Internal;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownReport;

/**
 * A stream that is open, and how it ended.
 *
 * @since 0.1.0
 */
@Internal
public final class OpenStream {

	private final StreamKind kind;

	private final StreamPolicy policy;

	private final InFlight inFlight;

	private final EndableStream stream;

	private final AtomicReference<Ending> ending = new AtomicReference<>(Ending.BY_ITSELF);

	private volatile List<ShutdownClock.Cancellable> deadlines = List.of();

	OpenStream(StreamKind kind, StreamPolicy policy, InFlight inFlight, EndableStream stream) {
		this.kind = kind;
		this.policy = policy;
		this.inFlight = inFlight;
		this.stream = stream;
	}

	StreamKind getKind() {
		return this.kind;
	}

	ShutdownReport.Unfinished toUnfinished() {
		Map<String, Object> description = this.inFlight.getDescription();
		// The path of a WebSocket is what its client has sent
		String request = (this.kind != StreamKind.WEBSOCKET)
				? " " + description.get("method") + " " + description.get("path") : "";
		return this.inFlight.toUnfinished(this.kind.toTag() + " stream" + request);
	}

	StreamPolicy getPolicy() {
		return this.policy;
	}

	InFlight getInFlight() {
		return this.inFlight;
	}

	EndableStream getStream() {
		return this.stream;
	}

	Ending getEnding() {
		return this.ending.get();
	}

	/**
	 * It was told goodbye, and is about to end.
	 */
	public void terminated() {
		this.ending.compareAndSet(Ending.BY_ITSELF, Ending.TOLD_GOODBYE);
	}

	/**
	 * It ends without a goodbye: its client is gone, or would not understand.
	 */
	public void abandoned() {
		this.ending.updateAndGet((ending) -> (ending == Ending.CUT) ? ending : Ending.GIVEN_UP);
	}

	/**
	 * Its time is over, and its connection is about to be closed.
	 */
	public void cut() {
		this.ending.updateAndGet((ending) -> (ending == Ending.GIVEN_UP) ? ending : Ending.CUT);
	}

	/**
	 * Nobody waits for it any more.
	 */
	void givenUp() {
		// One that was told goodbye stays so: its application has not come back from it
		this.ending.compareAndSet(Ending.BY_ITSELF, Ending.GIVEN_UP);
	}

	/**
	 * It is over.
	 */
	public void closed() {
		this.inFlight.end();
	}

	void setDeadlines(List<ShutdownClock.Cancellable> deadlines) {
		this.deadlines = deadlines;
	}

	void cancelDeadlines() {
		this.deadlines.forEach(ShutdownClock.Cancellable::cancel);
	}

	/**
	 * What ended a stream.
	 */
	enum Ending {

		BY_ITSELF(Outcome.FINISHED), TOLD_GOODBYE(Outcome.TERMINATED), GIVEN_UP(Outcome.ABANDONED),

		/**
		 * Its client does not read, and was not known to be gone.
		 */
		CUT(Outcome.ABANDONED);

		private final Outcome outcome;

		Ending(Outcome outcome) {
			this.outcome = outcome;
		}

		Outcome getOutcome() {
			return this.outcome;
		}

	}

	/**
	 * How a stream ended.
	 */
	enum Outcome {

		/**
		 * By itself: the application or the client ended it.
		 */
		FINISHED,

		/**
		 * With the termination events.
		 */
		TERMINATED,

		/**
		 * Without them: the client was gone or did not read.
		 */
		ABANDONED

	}

}
