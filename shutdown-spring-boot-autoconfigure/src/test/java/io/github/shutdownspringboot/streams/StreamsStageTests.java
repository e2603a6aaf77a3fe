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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.coordinator.InFlightTracker;
import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import io.github.shutdownspringboot.coordinator.Measurement;
import io.github.shutdownspringboot.coordinator.StageTimedOutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StreamsStage} and {@link StreamRegistry}.
 */
class StreamsStageTests {

	private final ManualShutdownClock clock = new ManualShutdownClock();

	private final InFlightTracker requests = new InFlightTracker(this.clock);

	private final StreamRegistry registry = new StreamRegistry(this.clock,
			new TerminationEvents(TerminationFormat.JSON, "Server shutdown in progress", Duration.ofSeconds(1), null,
					Duration.ZERO, () -> 0),
			new StreamPolicies(Map.of("/finish/**", StreamPolicy.FINISH, "/end", StreamPolicy.END)),
			Duration.ofSeconds(2));

	private final StreamsStage stage = stage(Duration.ZERO);

	private StreamsStage stage(Duration spread) {
		return new StreamsStage(this.registry,
				new EndSchedule(Duration.ofSeconds(5), Duration.ofSeconds(20), spread, () -> 0.5));
	}

	@Test
	void aStreamIsNoLongerCountedAsARequest() {
		open(() -> {
		});
		assertThat(this.requests.getCount()).isZero();
		assertThat(this.stage.pending()).isOne();
		assertThat(this.registry.getCounts()).containsEntry("activeStreams", 1L);
	}

	@Test
	void streamsAreEndedAfterTheirGrace() {
		AtomicBoolean ended = new AtomicBoolean();
		InFlight stream = open(() -> ended.set(true));
		CompletableFuture<?> done = this.stage.run(this.stage.getTimeout()).toCompletableFuture();
		this.clock.advance(Duration.ofSeconds(4));
		assertThat(ended).isFalse();
		this.clock.advance(Duration.ofSeconds(1));
		Awaitility.await().untilTrue(ended);
		assertThat(done).isNotDone();
		stream.end();
		assertThat(done).isCompleted();
		Awaitility.await().untilAsserted(() -> assertThat(ended("terminated")).isOne());
	}

	@Test
	void theStageIsOverWithTheLastStreamThatEndsByItself() {
		InFlight stream = open(() -> {
		});
		CompletableFuture<?> done = this.stage.run(this.stage.getTimeout()).toCompletableFuture();
		stream.end();
		assertThat(done).isCompleted();
		assertThat(ended("finished")).isOne();
	}

	@Test
	void theGraceIsShortenedSoThatThereIsTimeToEnd() {
		AtomicBoolean ended = new AtomicBoolean();
		open(() -> ended.set(true));
		this.stage.run(Duration.ofSeconds(4));
		assertThat(ended).isFalse();
		this.clock.advance(Duration.ofSeconds(1));
		Awaitility.await().untilTrue(ended);
	}

	@Test
	void aStreamThatBeginsAfterTheEndOfTheStageIsEndedAtOnce() {
		assertThat(this.stage.run(this.stage.getTimeout()).toCompletableFuture()).isCompleted();
		this.clock.advance(Duration.ofSeconds(5));
		AtomicBoolean ended = new AtomicBoolean();
		InFlight stream = open(() -> ended.set(true));
		Awaitility.await().untilTrue(ended);
		assertThat(this.requests.getCount()).as("still waited for as a request").isOne();
		stream.end();
		assertThat(this.requests.getCount()).isZero();
	}

	@Test
	void aStreamThatIsNoResponseCanTellItsEndBeforeItIsAskedForIt() {
		this.stage.run(this.stage.getTimeout());
		this.clock.advance(Duration.ofSeconds(5));
		AtomicReference<OpenStream> counted = new AtomicReference<>();
		this.registry.open(StreamDetails.ofWebSocket("/"), new EndableStream() {

			@Override
			public void requestEnd() {
				counted.get().terminated();
				counted.get().closed();
			}

			@Override
			public void cut() {
			}

		}, counted::set);
		Awaitility.await().untilAsserted(() -> assertThat(ended("terminated")).isOne());
		assertThat(this.stage.pending()).isZero();
	}

	@Test
	void aResponseThatTurnsOutToBeNoStreamIsARequestAgain() {
		InFlight inFlight = this.requests.begin(Map::of);
		this.registry.open(details("/"), inFlight, (lastWords) -> true);
		this.registry.cancel(inFlight);
		assertThat(this.stage.pending()).isZero();
		assertThat(this.requests.getCount()).isOne();
		inFlight.end();
		assertThat(ended("finished")).isZero();
	}

	@Test
	void whatIsLeftIsAbandoned() {
		InFlight stream = open(() -> {
		});
		this.stage.run(this.stage.getTimeout());
		this.stage.cut();
		stream.end();
		assertThat(ended("abandoned")).isOne();
	}

	@Test
	void whatIsLeftAlthoughItWasToldGoodbyeIsNotAbandoned() {
		AtomicBoolean told = new AtomicBoolean();
		InFlight stream = open("/end", () -> told.set(true));
		this.stage.run(this.stage.getTimeout());
		Awaitility.await().until(() -> told.get() && this.clock.getTasks() == 2);
		this.stage.cut();
		stream.end();
		assertThat(ended("abandoned")).isZero();
		assertThat(ended("terminated")).isOne();
	}

	@Test
	void eachStreamIsEndedWhenItsPolicySaysSo() {
		AtomicBoolean atOnce = new AtomicBoolean();
		AtomicBoolean afterGrace = new AtomicBoolean();
		AtomicBoolean last = new AtomicBoolean();
		open("/end", () -> atOnce.set(true));
		open("/other", () -> afterGrace.set(true));
		open("/finish/1", () -> last.set(true));
		assertThat(this.stage.getTimeout()).isEqualTo(Duration.ofSeconds(20 + 2 + 1));
		this.stage.run(this.stage.getTimeout());
		Awaitility.await().untilTrue(atOnce);
		assertThat(afterGrace).isFalse();
		this.clock.advance(Duration.ofSeconds(5));
		Awaitility.await().untilTrue(afterGrace);
		assertThat(last).isFalse();
		this.clock.advance(Duration.ofSeconds(15));
		Awaitility.await().untilTrue(last);
	}

	@Test
	void theEndsAreSpread() {
		StreamsStage stage = stage(Duration.ofSeconds(4));
		assertThat(stage.getTimeout()).isEqualTo(Duration.ofSeconds(20 + 4 + 2 + 1));
		AtomicBoolean ended = new AtomicBoolean();
		open("/end", () -> ended.set(true));
		stage.run(stage.getTimeout());
		this.clock.advance(Duration.ofMillis(1999));
		assertThat(ended).isFalse();
		this.clock.advance(Duration.ofMillis(1));
		Awaitility.await().untilTrue(ended);
	}

	@Test
	void aStreamThatHasNotEndedInItsTimeIsCutAndCountedAsAbandoned() {
		AtomicBoolean told = new AtomicBoolean();
		AtomicBoolean cut = new AtomicBoolean();
		InFlight inFlight = this.requests.begin(Map::of);
		this.registry.open(details("/end"), inFlight, new StreamEnding() {

			@Override
			public boolean send(String lastWords) {
				told.set(true);
				return true;
			}

			@Override
			public boolean cut() {
				// A server may know of it before this method has returned
				inFlight.end();
				cut.set(true);
				return true;
			}

		}).headIsComplete();
		CompletionStage<?> run = this.stage.run(this.stage.getTimeout());
		Awaitility.await().untilTrue(told);
		this.clock.advance(Duration.ofMillis(1999));
		assertThat(cut).isFalse();
		this.clock.advance(Duration.ofMillis(1));
		Awaitility.await().untilTrue(cut);
		assertThat(ended("abandoned")).isOne();
		assertThat(run).failsWithin(Duration.ofSeconds(60))
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(StageTimedOutException.class)
			.withMessage("1 stream cut: its client did not read or answer");
	}

	@Test
	void aStreamWhoseClientHadLeftWasNotCutForItsTime() {
		InFlight inFlight = this.requests.begin(Map::of);
		AtomicBoolean told = new AtomicBoolean();
		AtomicBoolean cut = new AtomicBoolean();
		this.registry.open(details("/end"), inFlight, new StreamEnding() {

			@Override
			public boolean send(String lastWords) {
				told.set(true);
				return false;
			}

			@Override
			public boolean cut() {
				cut.set(true);
				return true;
			}

		}).headIsComplete();
		CompletionStage<?> run = this.stage.run(this.stage.getTimeout());
		Awaitility.await().until(() -> told.get() && this.clock.getTasks() == 2);
		this.clock.advance(Duration.ofSeconds(2));
		Awaitility.await().untilTrue(cut);
		inFlight.end();
		assertThat(run).succeedsWithin(Duration.ofSeconds(60));
		assertThat(ended("abandoned")).isOne();
	}

	@Test
	void aStreamThatIsOverAsSoonAsItIsCompletedWasToldGoodbye() {
		InFlight inFlight = this.requests.begin(Map::of);
		this.registry.open(details("/end"), inFlight, new StreamEnding() {

			@Override
			public boolean send(String lastWords) {
				return true;
			}

			@Override
			public void complete() {
				inFlight.end();
			}

		}).headIsComplete();
		CompletionStage<?> run = this.stage.run(this.stage.getTimeout());
		assertThat(run).succeedsWithin(Duration.ofSeconds(60));
		assertThat(ended("terminated")).isOne();
	}

	@Test
	void aStreamThatWasToldGoodbyeIsNotCut() {
		Endings told = new Endings(true);
		Endings other = new Endings(false);
		InFlight inFlight = this.requests.begin(Map::of);
		this.registry.open(details("/end"), inFlight, told).headIsComplete();
		this.stage.run(this.stage.getTimeout());
		Awaitility.await().until(() -> told.completed.get() && this.clock.getTasks() == 2);
		this.registry.open(details("/end"), this.requests.begin(Map::of), other).headIsComplete();
		this.clock.advance(Duration.ofSeconds(2));
		// One thread cuts in the order of the deadlines
		Awaitility.await().untilTrue(other.cut);
		inFlight.end();
		assertThat(told.cut).isFalse();
		assertThat(ended("terminated")).isOne();
	}

	@Test
	void aStreamWhoseApplicationIsWithinAnEventIsWaitedForHalfTheTime() {
		AtomicReference<String> words = new AtomicReference<>();
		StreamGate gate = this.registry.open(details("/end"), this.requests.begin(Map::of), (lastWords) -> {
			words.set(lastWords);
			return true;
		});
		gate.enter();
		gate.accept("data:to".getBytes(StandardCharsets.UTF_8), 0, 7);
		gate.leave();
		this.stage.run(this.stage.getTimeout());
		Awaitility.await().until(() -> this.clock.getTasks() >= 2);
		assertThat(words).hasNullValue();
		this.clock.advance(Duration.ofSeconds(1));
		Awaitility.await().untilAsserted(() -> assertThat(words.get()).startsWith("\nevent:incomplete\n\ndata:"));
	}

	private InFlight open(Runnable ending) {
		return open("/", ending);
	}

	private InFlight open(String path, Runnable ending) {
		InFlight inFlight = this.requests.begin(Map::of);
		this.registry.open(details(path), inFlight, (lastWords) -> {
			ending.run();
			return true;
		}).headIsComplete();
		return inFlight;
	}

	private static StreamDetails details(String path) {
		return new StreamDetails(StreamKind.SSE, "text/event-stream", path, false);
	}

	private long ended(String outcome) {
		return this.registry.getMeasurements()
			.stream()
			.filter((measurement) -> outcome.equals(measurement.tags().get("outcome")))
			.mapToLong((Measurement measurement) -> measurement.value().getAsLong())
			.sum();
	}

	private static final class Endings implements StreamEnding {

		private final boolean sent;

		private final AtomicBoolean completed = new AtomicBoolean();

		private final AtomicBoolean cut = new AtomicBoolean();

		Endings(boolean sent) {
			this.sent = sent;
		}

		@Override
		public boolean send(String lastWords) {
			return true;
		}

		@Override
		public void complete() {
			this.completed.set(true);
		}

		@Override
		public boolean isSent() {
			return this.sent;
		}

		@Override
		public boolean cut() {
			this.cut.set(true);
			return true;
		}

	}

}
