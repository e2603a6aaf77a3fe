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

package io.github.shutdownspringboot.report;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CountsRecorder}.
 */
class CountsRecorderTests {

	private final ManualShutdownClock clock = new ManualShutdownClock();

	private final AtomicLong active = new AtomicLong(3);

	private final CountsRecorder recorder = new CountsRecorder(this.clock,
			() -> Map.of("activeRequests", this.active.get(), "rejectedRequests", 7L));

	@Test
	void whatIsInFlightIsTakenDownTenTimesASecondAndAtTheEnd() {
		assertThat(this.recorder.finish()).isEmpty();
		CountsRecorder recorder = new CountsRecorder(this.clock,
				() -> Map.of("activeRequests", this.active.get(), "b", 7L));
		recorder.shutdownStarted(TestReports.clean());
		this.active.set(1);
		this.clock.advance(Duration.ofMillis(250));
		assertThat(recorder.finish()).containsExactly(sample(17, 3), sample(117, 1), sample(217, 1), sample(267, 1));
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(this.clock.getTasks()).isZero();
	}

	@Test
	void howeverLongItTakesWhatIsHeldIsBounded() {
		this.recorder.shutdownStarted(TestReports.clean());
		this.clock.advance(Duration.ofHours(1));
		List<CountsRecorder.Sample> samples = this.recorder.finish();
		assertThat(samples).hasSizeBetween(200, 512);
		assertThat(samples.get(samples.size() - 1).time()).isGreaterThan(Duration.ofMinutes(59));
		assertThat(samples.get(0)).isEqualTo(sample(17, 3));
		// No part of the time is looked at much closer than another
		assertThat(gaps(samples.subList(0, samples.size() - 1)))
			.allSatisfy((gap) -> assertThat(gap).isBetween(Duration.ofSeconds(12), Duration.ofSeconds(40)));
	}

	private static List<Duration> gaps(List<CountsRecorder.Sample> samples) {
		return IntStream.range(1, samples.size())
			.mapToObj((i) -> samples.get(i).time().minus(samples.get(i - 1).time()))
			.toList();
	}

	private static CountsRecorder.Sample sample(long millis, long requests) {
		return new CountsRecorder.Sample(Duration.ofMillis(millis), Map.of("activeRequests", requests));
	}

}
