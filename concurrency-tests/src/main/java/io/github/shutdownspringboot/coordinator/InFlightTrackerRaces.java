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

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * What a request can meet when the drain begins.
 */
public final class InFlightTrackerRaces {

	private InFlightTrackerRaces() {
	}

	private static InFlightTracker tracker() {
		return new InFlightTracker(new SystemShutdownClock());
	}

	private static InFlight begin(InFlightTracker tracker) {
		return tracker.begin(Map::of);
	}

	private static boolean isDone(@Nullable CompletionStage<@Nullable Void> drained) {
		return drained != null && ((CompletableFuture<@Nullable Void>) drained).isDone();
	}

	/**
	 * A request begins while the drain does.
	 */
	@JCStressTest
	@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "It is seen, and waited for")
	@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "It is refused")
	@Outcome(expect = Expect.FORBIDDEN, desc = "It is lost, or waited for though refused")
	@State
	public static class BeginAgainstDrain {

		private final InFlightTracker tracker = tracker();

		private volatile @Nullable CompletionStage<@Nullable Void> drained;

		@Actor
		public void begin(ZZ_Result result) {
			result.r1 = this.tracker.tryBegin(Map::of) != null;
		}

		@Actor
		public void drain() {
			this.drained = this.tracker.drain();
		}

		@Arbiter
		public void look(ZZ_Result result) {
			result.r2 = isDone(this.drained);
		}

	}

	/**
	 * The last request ends while the drain begins.
	 */
	@JCStressTest
	@Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "The drain learns of it")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The drain waits for nothing")
	@State
	public static class EndAgainstDrain {

		private final InFlightTracker tracker = tracker();

		private final InFlight request = begin(this.tracker);

		private volatile @Nullable CompletionStage<@Nullable Void> drained;

		@Actor
		public void end() {
			this.request.end();
		}

		@Actor
		public void drain() {
			this.drained = this.tracker.drain();
		}

		@Arbiter
		public void look(Z_Result result) {
			result.r1 = isDone(this.drained);
		}

	}

	/**
	 * Two requests, the last ones, end at once while somebody waits.
	 */
	@JCStressTest
	@Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "The drain learns of it")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The drain waits for nothing")
	@State
	public static class EndAgainstEnd {

		private final InFlightTracker tracker = tracker();

		private final InFlight first = begin(this.tracker);

		private final InFlight second = begin(this.tracker);

		private final CompletionStage<@Nullable Void> drained = this.tracker.drain();

		@Actor
		public void endFirst() {
			this.first.end();
		}

		@Actor
		public void endSecond() {
			this.second.end();
		}

		@Arbiter
		public void look(Z_Result result) {
			result.r1 = isDone(this.drained);
		}

	}

	/**
	 * A request is told twice that it has ended: by the server, and by the client's
	 * leaving.
	 */
	@JCStressTest
	@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The other one is still counted")
	@Outcome(expect = Expect.FORBIDDEN, desc = "It was counted twice, or not at all")
	@State
	public static class EndedTwice {

		private final InFlightTracker tracker = tracker();

		private final InFlight request = begin(this.tracker);

		private final InFlight other = begin(this.tracker);

		@Actor
		public void complete() {
			this.request.end();
		}

		@Actor
		public void disconnect() {
			this.request.end();
		}

		@Arbiter
		public void look(I_Result result) {
			result.r1 = (int) this.tracker.getCount();
		}

	}

	/**
	 * A request turns out to be a stream while it ends.
	 */
	@JCStressTest
	@Outcome(id = "0, 0, true", expect = Expect.ACCEPTABLE, desc = "It has ended in both")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Somebody waits for what has ended")
	@State
	public static class MoveAgainstEnd {

		private final InFlightTracker requests = tracker();

		private final InFlightTracker streams = tracker();

		private final InFlight request = begin(this.requests);

		@Actor
		public void move() {
			this.request.moveTo(this.streams);
		}

		@Actor
		public void end() {
			this.request.end();
		}

		@Arbiter
		public void look(IIZ_Result result) {
			result.r1 = (int) this.requests.getCount();
			result.r2 = (int) this.streams.getCount();
			result.r3 = isDone(this.requests.drain()) && isDone(this.streams.drain());
		}

	}

	/**
	 * A request turns out to be a stream while both are drained.
	 */
	@JCStressTest
	@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "The streams wait for it")
	@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "The requests wait for it")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Nobody waits for it, or both do")
	@State
	public static class MoveAgainstDrains {

		private final InFlightTracker requests = tracker();

		private final InFlightTracker streams = tracker();

		private final InFlight request = begin(this.requests);

		private volatile @Nullable CompletionStage<@Nullable Void> requestsDrained;

		private volatile @Nullable CompletionStage<@Nullable Void> streamsDrained;

		@Actor
		public void move() {
			this.request.moveTo(this.streams);
		}

		@Actor
		public void drain() {
			this.streamsDrained = this.streams.drain();
			this.requestsDrained = this.requests.drain();
		}

		@Arbiter
		public void look(ZZ_Result result) {
			result.r1 = isDone(this.requestsDrained);
			result.r2 = isDone(this.streamsDrained);
		}

	}

	/**
	 * Somebody wants to know of the end while it comes.
	 */
	@JCStressTest
	@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "Told once, and before the tracker")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Told twice, or never")
	@State
	public static class WhenEndedAgainstEnd {

		private final InFlightTracker tracker = tracker();

		private final InFlight request = begin(this.tracker);

		private int told;

		@Actor
		public void listen() {
			this.request.whenEnded(this::tell);
		}

		@Actor
		public void end() {
			this.request.end();
		}

		private synchronized void tell() {
			this.told++;
		}

		@Arbiter
		public void look(II_Result result) {
			result.r1 = this.told;
			result.r2 = (int) this.tracker.getCount();
		}

	}

	/**
	 * The thread of a request is interrupted while it comes to its end.
	 */
	@JCStressTest
	@Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "The interrupt came in time, or not at all")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The interrupt is for what the thread does next")
	@State
	public static class InterruptAgainstEnd {

		private final InFlight request = begin(tracker());

		@Actor
		public void work(Z_Result result) {
			this.request.threadBegins();
			this.request.threadEnds();
			result.r1 = Thread.interrupted();
		}

		@Actor
		public void interrupt() {
			this.request.interrupt();
		}

	}

}
