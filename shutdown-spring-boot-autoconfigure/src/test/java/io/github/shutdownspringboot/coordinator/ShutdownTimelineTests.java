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

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ShutdownTimeline}.
 */
class ShutdownTimelineTests {

	@Test
	void stagesAreBarsWhereTheyWereAtWork() {
		List<String> lines = ShutdownTimeline.draw(report(Duration.ofSeconds(4),
				List.of(stage("readiness", StageState.SUCCEEDED, 0, 1000, null),
						stage("requests", StageState.SUCCEEDED, 1000, 2000, null),
						stage("streams", StageState.TIMED_OUT, 1000, 3000, "2 streams\r\nfaked line"),
						stage("settle", StageState.SUCCEEDED, 4000, 0, null),
						stage("work", StageState.PENDING, null, null, null)),
				List.of(new ShutdownReport.Client("mcp", 1, Duration.ofSeconds(1), ClientState.TIMED_OUT,
						Duration.ofSeconds(1), "it hangs"),
						new ShutdownReport.Client("db", null, Duration.ofSeconds(1), ClientState.CLOSED, Duration.ZERO,
								null))));
		assertThat(String.join("\n", lines)).isEqualTo("""
				readiness |==========                              |  1.000 s
				requests  |          ====================          |  2.000 s
				streams   |          ##############################|  3.000 s TIMED_OUT: 2 streams faked line
				settle    |                                       =|  0.000 s
				work      |                                        | not run
				client mcp TIMED_OUT: it hangs""".indent(2).stripTrailing());
	}

	@Test
	void whatIsKnownOfAShutdownThatHasNotBegunIsDrawnAsWell() {
		assertThat(ShutdownTimeline
			.draw(report(null, List.of(stage("", StageState.PENDING, null, null, null)), List.of()))).hasSize(1);
		assertThat(ShutdownTimeline.draw(report(null, List.of(), List.of()))).isEmpty();
	}

	private static ShutdownReport report(@Nullable Duration elapsed, List<ShutdownReport.Stage> stages,
			List<ShutdownReport.Client> clients) {
		return new ShutdownReport(ShutdownState.COMPLETED, ShutdownOutcome.TIMED_OUT, "id", "SIGTERM", null, elapsed,
				Duration.ZERO, Duration.ZERO, stages, clients, List.of());
	}

	private static ShutdownReport.Stage stage(String name, StageState state, @Nullable Integer startedAfter,
			@Nullable Integer duration, @Nullable String failure) {
		return new ShutdownReport.Stage(name, 0, Duration.ofSeconds(5), state, millis(startedAfter), millis(duration),
				0, failure);
	}

	private static @Nullable Duration millis(@Nullable Integer millis) {
		return (millis != null) ? Duration.ofMillis(millis) : null;
	}

}
