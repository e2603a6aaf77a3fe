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
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ShutdownPlan}.
 */
class ShutdownPlanTests {

	private final ManualShutdownClock clock = new ManualShutdownClock();

	@ParameterizedTest
	@CsvSource({ "2, 5, 60, 6", "5, 2, 60, 6", "5, 5, 60, 6", "5, 2, 4, 4" })
	void stagesOfOnePhaseRunAtTheSameTimeAndPhasesOneAfterTheOther(int one, int other, int limit, int worstCase) {
		ShutdownPlan plan = plan(stage("one", ShutdownPhases.DRAIN, one), stage("other", ShutdownPhases.DRAIN, other),
				stage("later", ShutdownPhases.WORK, 1));
		assertThat(plan.worstCase(Duration.ofSeconds(limit))).hasSeconds(worstCase);
	}

	@ParameterizedTest
	@CsvSource({ "a, b, c", "c, b, a", "b, a, c" })
	void stagesAreInTheOrderOfTheirPhasesAndNames(String one, String other, String third) {
		ShutdownPlan plan = plan(stage("work", ShutdownPhases.WORK, 1), stage(one, ShutdownPhases.DRAIN, 1),
				stage(other, ShutdownPhases.DRAIN, 1), stage(third, ShutdownPhases.DRAIN, 1));
		assertThat(plan.stages()).extracting(StageExecution::getName).containsExactly("a", "b", "c", "work");
	}

	private ShutdownPlan plan(TestStage... stages) {
		List<StageExecution> executions = Stream.of(stages)
			.map((stage) -> new StageExecution(stage, this.clock))
			.toList();
		return ShutdownPlan.of(executions);
	}

	private static TestStage stage(String name, int phase, int seconds) {
		return new TestStage(name, phase, Duration.ofSeconds(seconds));
	}

}
