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

/**
 * A stream that is open, and how it ended.
 */
final class OpenStream {

	private final StreamGate gate;

	private volatile Outcome outcome = Outcome.FINISHED;

	OpenStream(StreamEnding ending) {
		this.gate = new StreamGate((torn) -> this.outcome = ending.end(torn) ? Outcome.TERMINATED : Outcome.ABANDONED);
	}

	StreamGate getGate() {
		return this.gate;
	}

	Outcome getOutcome() {
		return this.outcome;
	}

	void abandon() {
		this.outcome = Outcome.ABANDONED;
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
