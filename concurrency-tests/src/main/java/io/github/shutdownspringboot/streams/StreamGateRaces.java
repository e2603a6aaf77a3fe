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

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * What a stream can meet when it is told to end: the application writes, finishes, or
 * both.
 */
public final class StreamGateRaces {

	private static final byte[] EVENT = "data: x\n\n".getBytes(StandardCharsets.US_ASCII);

	private static final int HALF = 4;

	private StreamGateRaces() {
	}

	/**
	 * What a client has got. Nothing here is thread-safe: it is the gate that lets in one
	 * at a time.
	 */
	static class Wire implements StreamGate.Ending {

		private final StringBuilder sent = new StringBuilder();

		final StreamGate gate = new StreamGate(new EventBoundary(""), this);

		void open() {
			this.gate.headIsComplete();
		}

		boolean write(int offset, int length, String letter) {
			if (!this.gate.enter()) {
				return false;
			}
			this.gate.accept(EVENT, offset, length);
			this.sent.append(letter);
			this.gate.leave();
			return true;
		}

		@Override
		public void end(String endOfTornMessage, boolean modelContextProtocol) {
			this.sent.append(endOfTornMessage.isEmpty() ? "E" : "T");
		}

		@Override
		public boolean cut() {
			return true;
		}

		@Override
		public void writerIsFree() {
			this.sent.append("F");
		}

		@Override
		public String toString() {
			return this.sent.toString();
		}

	}

	/**
	 * The application writes an event.
	 */
	@JCStressTest
	@Outcome(id = "true, XE", expect = Expect.ACCEPTABLE, desc = "Written, then the end")
	@Outcome(id = "false, E", expect = Expect.ACCEPTABLE, desc = "The end, and no event after it")
	@Outcome(expect = Expect.FORBIDDEN, desc = "No end, two ends, or an event after the end")
	@State
	public static class EndAgainstWrite {

		private final Wire wire = new Wire();

		public EndAgainstWrite() {
			this.wire.open();
		}

		@Actor
		public void write(LL_Result result) {
			result.r1 = this.wire.write(0, EVENT.length, "X");
		}

		@Actor
		public void end() {
			this.wire.gate.requestEnd();
		}

		@Arbiter
		public void look(LL_Result result) {
			result.r2 = this.wire.toString();
		}

	}

	/**
	 * The application writes an event in two pieces.
	 */
	@JCStressTest
	@Outcome(id = "E", expect = Expect.ACCEPTABLE, desc = "The end, and no event after it")
	@Outcome(id = "abE", expect = Expect.ACCEPTABLE, desc = "The end after the whole event")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The end within the event, or none")
	@State
	public static class EndAgainstTwoPieces {

		private final Wire wire = new Wire();

		public EndAgainstTwoPieces() {
			this.wire.open();
		}

		@Actor
		public void write() {
			if (this.wire.write(0, HALF, "a")) {
				this.wire.write(HALF, EVENT.length - HALF, "b");
			}
		}

		@Actor
		public void end() {
			this.wire.gate.requestEnd();
		}

		@Arbiter
		public void look(L_Result result) {
			result.r1 = this.wire.toString();
		}

	}

	/**
	 * The application writes half an event, and its time is over.
	 */
	@JCStressTest
	@Outcome(id = "E", expect = Expect.ACCEPTABLE, desc = "The end, and no event after it")
	@Outcome(id = "aT", expect = Expect.ACCEPTABLE, desc = "The torn event is closed, then the end")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The end within the event, two ends, or none")
	@State
	public static class ForcedEndAgainstHalf {

		private final Wire wire = new Wire();

		public ForcedEndAgainstHalf() {
			this.wire.open();
		}

		@Actor
		public void write() {
			this.wire.write(0, HALF, "a");
		}

		@Actor
		public void end() {
			this.wire.gate.requestEnd();
			this.wire.gate.forceEnd();
		}

		@Arbiter
		public void look(L_Result result) {
			result.r1 = this.wire.toString();
		}

	}

	/**
	 * The head is complete while the end is asked for.
	 */
	@JCStressTest
	@Outcome(id = "E", expect = Expect.ACCEPTABLE, desc = "One end")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Two, or none")
	@State
	public static class EndAgainstHead {

		private final Wire wire = new Wire();

		@Actor
		public void open() {
			this.wire.open();
		}

		@Actor
		public void end() {
			this.wire.gate.requestEnd();
		}

		@Arbiter
		public void look(L_Result result) {
			result.r1 = this.wire.toString();
		}

	}

	/**
	 * Two ask for the end.
	 */
	@JCStressTest
	@Outcome(id = "E", expect = Expect.ACCEPTABLE, desc = "One end")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Two, or none")
	@State
	public static class EndedTwice {

		private final Wire wire = new Wire();

		public EndedTwice() {
			this.wire.open();
		}

		@Actor
		public void end() {
			this.wire.gate.requestEnd();
		}

		@Actor
		public void force() {
			this.wire.gate.forceEnd();
			this.wire.gate.requestEnd();
		}

		@Arbiter
		public void look(L_Result result) {
			result.r1 = this.wire.toString();
		}

	}

	/**
	 * The application has said all that it has to say.
	 */
	@JCStressTest
	@Outcome(id = "D", expect = Expect.ACCEPTABLE, desc = "The application's own end")
	@Outcome(id = "ED", expect = Expect.ACCEPTABLE, desc = "Ours, and the application has waited for it")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Our end after the response is finished")
	@State
	public static class EndAgainstFinish {

		private final Wire wire = new Wire();

		public EndAgainstFinish() {
			this.wire.open();
		}

		@Actor
		public void finish() {
			this.wire.gate.finish(Duration.ofSeconds(10));
			this.wire.sent.append("D");
		}

		@Actor
		public void end() {
			this.wire.gate.requestEnd();
		}

		@Arbiter
		public void look(L_Result result) {
			result.r1 = this.wire.toString();
		}

	}

}
