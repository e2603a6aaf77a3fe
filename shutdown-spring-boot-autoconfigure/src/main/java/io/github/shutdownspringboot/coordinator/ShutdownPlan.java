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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What there is to do when the application stops.
 *
 * @param stages the stages in the order in which they run
 * @param phaseTimeouts finds the timeouts of all phases when the shutdown begins, or
 * {@code null} if they cannot be set
 * @param lifecycleWatch begins to watch the closing of the context, or {@code null} if
 * there is none
 * @param clients tells what is known of the clients
 * @param processEnd ends the process, {@code null} if it is not the application's to end
 */
record ShutdownPlan(List<StageExecution> stages, Supplier<@Nullable PhaseTimeouts> phaseTimeouts,
		Supplier<@Nullable LifecycleWatch> lifecycleWatch, Supplier<List<ShutdownReport.Client>> clients,
		@Nullable ProcessEnd processEnd) {

	ShutdownPlan {
		List<StageExecution> inOrder = new ArrayList<>(stages);
		inOrder.sort(ShutdownPlan::compare);
		stages = List.copyOf(inOrder);
	}

	private static int compare(StageExecution one, StageExecution other) {
		int phases = Integer.compare(other.getPhase(), one.getPhase());
		return (phases != 0) ? phases : one.getName().compareTo(other.getName());
	}

	/**
	 * Make a plan of nothing but stages.
	 * @param stages the stages
	 * @return the plan
	 */
	static ShutdownPlan of(List<StageExecution> stages) {
		return new ShutdownPlan(stages, () -> null, () -> null, List::of, null);
	}

	/**
	 * Return the time that the stages may take together: those of one phase run at the
	 * same time, the phases one after the other.
	 * @param limit what it is no longer than
	 * @return the time
	 */
	Duration worstCase(Duration limit) {
		Map<Integer, Duration> perPhase = new HashMap<>();
		Duration sum = Duration.ZERO;
		for (StageExecution stage : this.stages) {
			Duration longest = perPhase.getOrDefault(stage.getPhase(), Duration.ZERO);
			if (stage.getTimeout().compareTo(longest) > 0) {
				perPhase.put(stage.getPhase(), stage.getTimeout());
				sum = sum.plus(stage.getTimeout().minus(longest));
			}
		}
		return (sum.compareTo(limit) < 0) ? sum : limit;
	}

	/**
	 * Return whether nothing is delayed or drained in this application.
	 * @return whether all stages come after the drain
	 */
	boolean hasNothingToDrain() {
		return this.stages.stream().noneMatch((stage) -> stage.getPhase() >= ShutdownPhases.DRAIN);
	}

}
