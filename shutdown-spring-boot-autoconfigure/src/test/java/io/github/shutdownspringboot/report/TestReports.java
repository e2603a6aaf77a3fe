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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.shutdownspringboot.coordinator.ClientState;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import io.github.shutdownspringboot.coordinator.StageState;
import org.jspecify.annotations.Nullable;

/**
 * Reports of shutdowns that never were.
 */
final class TestReports {

	/**
	 * What somebody calls a bean to see who looks at it.
	 */
	static final String HOSTILE = "</title></style><script>alert(1)</script><img src=x onerror=\"alert('1')\">&\u0000\u001b";

	private TestReports() {
	}

	static ShutdownReport eventful(String name) {
		return new ShutdownReport(ShutdownState.COMPLETED, ShutdownOutcome.FAILED, "0c2ed6b6", "SIGTERM",
				Instant.parse("2026-11-21T03:06:30.218Z"), Duration.ofMillis(12480), Duration.ZERO,
				Duration.ofSeconds(28),
				List.of(stage("readiness", StageState.SUCCEEDED, 3, 5001, 0, null),
						stage("requests", StageState.SUCCEEDED, 5005, 2213, 0, null),
						stage("streams", StageState.SUCCEEDED, 5005, 4103, 0, null),
						stage("settle", StageState.SUCCEEDED, 9180, 2, 0, null),
						stage("work", StageState.TIMED_OUT, 9190, 3002, 2,
								"2 unfinished: import 66b34ba1-7 (12.203 s)"),
						stage("clients", StageState.FAILED, 12195, 250, 0, "1 of 2 clients failed"),
						stage(name, StageState.PENDING, null, null, 3, null)),
				List.of(new ShutdownReport.Client("mcpClient", 10, Duration.ofSeconds(5), ClientState.CLOSED,
						Duration.ofMillis(31), null),
						new ShutdownReport.Client(name, null, Duration.ofSeconds(5), ClientState.FAILED,
								Duration.ofMillis(219), "its close method failed: " + name)),
				List.of(new ShutdownReport.Unfinished("import " + name, Duration.ofMillis(12203), "pool-" + name,
						List.of("com.example.Import.read(Import.java:42)", "com.example.Import.run(Import.java:17)"))));
	}

	static ShutdownReport clean() {
		return new ShutdownReport(ShutdownState.COMPLETED, ShutdownOutcome.CLEAN, "5f0c1a2b", "CONTEXT_CLOSE",
				Instant.parse("2026-11-21T03:06:30.218Z"), Duration.ofMillis(17), Duration.ZERO, Duration.ofSeconds(28),
				List.of(stage("requests", StageState.SUCCEEDED, 5, 2, 0, null),
						stage("work", StageState.SUCCEEDED, 9, 1, 0, null)),
				List.of(), List.of());
	}

	static List<CountsRecorder.Sample> samples() {
		List<CountsRecorder.Sample> samples = new ArrayList<>();
		for (int i = 0; i < 124; i++) {
			samples.add(new CountsRecorder.Sample(Duration.ofMillis(i * 100L),
					Map.of("activeRequests", Math.max(0L, (i < 50) ? 38 + i % 7 : 40 - (i - 50) * 2L), "activeStreams",
							(i < 50) ? 24L : Math.max(0, 24 - (i - 50L) / 2), "activeWork", (i < 120) ? 4L : 2L)));
		}
		return samples;
	}

	private static ShutdownReport.Stage stage(String name, StageState state, @Nullable Integer startedAfter,
			@Nullable Integer duration, long pending, @Nullable String failure) {
		return new ShutdownReport.Stage(name, 0, Duration.ofSeconds(20), state, millis(startedAfter), millis(duration),
				pending, failure);
	}

	private static @Nullable Duration millis(@Nullable Integer millis) {
		return (millis != null) ? Duration.ofMillis(millis) : null;
	}

}
