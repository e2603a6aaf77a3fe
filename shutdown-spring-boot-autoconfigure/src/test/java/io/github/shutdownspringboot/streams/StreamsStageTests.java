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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.coordinator.InFlightTracker;
import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import io.github.shutdownspringboot.coordinator.Measurement;
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
			new TerminationEvents("Server shutdown in progress", Duration.ofSeconds(1)), Duration.ofSeconds(2));

	private final StreamsStage stage = new StreamsStage(this.registry, Duration.ofSeconds(5), this.clock);

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
	void aResponseThatTurnsOutToBeNoStreamIsARequestAgain() {
		InFlight inFlight = this.requests.begin(Map::of);
		StreamGate gate = this.registry.open(inFlight, (torn) -> true);
		this.registry.cancel(inFlight, gate);
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

	private InFlight open(Runnable ending) {
		InFlight inFlight = this.requests.begin(Map::of);
		this.registry.open(inFlight, (torn) -> {
			ending.run();
			return true;
		}).headIsComplete();
		return inFlight;
	}

	private long ended(String outcome) {
		return this.registry.getMeasurements()
			.stream()
			.filter((measurement) -> outcome.equals(measurement.tags().get("outcome")))
			.mapToLong((Measurement measurement) -> measurement.value().getAsLong())
			.sum();
	}

}
