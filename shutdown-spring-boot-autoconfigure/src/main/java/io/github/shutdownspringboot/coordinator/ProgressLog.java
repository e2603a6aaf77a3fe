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
import java.util.stream.Collectors;

/**
 * Tells once a second what is waited for, and keeps quiet for a while if that is what it
 * told the last time. Used by one thread at a time.
 */
final class ProgressLog {

	private static final Duration SILENCE = Duration.ofSeconds(5);

	private final ShutdownClock clock;

	private final ShutdownLog log;

	private volatile Line last = new Line("", new ShutdownLog.Pending("", 0), 0);

	ProgressLog(ShutdownClock clock, ShutdownLog log) {
		this.clock = clock;
		this.log = log;
	}

	void log(List<StageExecution> stages, Duration remaining) {
		List<StageExecution> running = stages.stream()
			.filter((stage) -> stage.getState() == StageState.RUNNING)
			.toList();
		if (running.isEmpty()) {
			return;
		}
		Line line = new Line(running.stream().map(StageExecution::getName).collect(Collectors.joining(", ")),
				ShutdownLog.Pending.of(running), this.clock.nanoTime());
		if (!line.repeats(this.last)) {
			this.last = line;
			this.log.waiting(line.stages(), line.pending(), remaining);
		}
	}

	/**
	 * What was told, and when.
	 */
	private record Line(String stages, ShutdownLog.Pending pending, long nanos) {

		boolean repeats(Line last) {
			return this.stages.equals(last.stages) && this.pending.equals(last.pending)
					&& this.nanos - last.nanos < SILENCE.toNanos();
		}

	}

}
