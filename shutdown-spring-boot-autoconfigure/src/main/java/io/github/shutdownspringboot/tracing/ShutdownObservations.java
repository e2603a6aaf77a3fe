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

package io.github.shutdownspringboot.tracing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownListener;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes the shutdown, with a child for each stage. The observation is stopped with the
 * last stage: whoever exports spans is a bean, and sends what it has when it is destroyed
 * after that. All of this happens on the thread of the listeners.
 */
final class ShutdownObservations implements ShutdownListener {

	private static final String SHUTDOWN = "shutdown";

	private static final String STAGE = "shutdown.stage";

	private static final String OUTCOME = "outcome";

	private final ObservationRegistry registry;

	private final ShutdownCoordinator coordinator;

	private final Map<String, Observation> stages = new HashMap<>();

	private final Set<String> awaited = new HashSet<>();

	private @Nullable Observation shutdown;

	ShutdownObservations(ObservationRegistry registry, ShutdownCoordinator coordinator) {
		this.registry = registry;
		this.coordinator = coordinator;
	}

	@Override
	public void shutdownStarted(ShutdownReport report) {
		report.stages().forEach((stage) -> this.awaited.add(stage.name()));
		this.shutdown = Observation.createNotStarted(SHUTDOWN, this.registry)
			.lowCardinalityKeyValue("trigger", String.valueOf(report.trigger()))
			.highCardinalityKeyValue("shutdown.id", String.valueOf(report.shutdownId()))
			.start();
	}

	@Override
	public void stageStarted(ShutdownReport.Stage stage) {
		if (this.shutdown != null) {
			this.stages.put(stage.name(),
					Observation.createNotStarted(STAGE, this.registry)
						.contextualName(SHUTDOWN + " " + stage.name())
						.parentObservation(this.shutdown)
						.lowCardinalityKeyValue("stage", stage.name())
						.start());
		}
	}

	@Override
	public void stageCompleted(ShutdownReport.Stage stage) {
		this.awaited.remove(stage.name());
		try {
			stop(this.stages.remove(stage.name()), stage.state());
		}
		finally {
			if (this.awaited.isEmpty()) {
				stopShutdown(this.coordinator.getReport().outcome());
			}
		}
	}

	/**
	 * Stops what is left if not all stages were run: the process is about to be ended.
	 * @param report the whole of the shutdown
	 */
	@Override
	public void shutdownCompleted(ShutdownReport report) {
		report.stages().forEach((stage) -> stop(this.stages.remove(stage.name()), stage.state()));
		stopShutdown(report.outcome());
	}

	private void stopShutdown(@Nullable ShutdownOutcome outcome) {
		Observation shutdown = this.shutdown;
		this.shutdown = null;
		stop(shutdown, outcome);
	}

	private static void stop(@Nullable Observation observation, @Nullable Enum<?> outcome) {
		if (observation != null) {
			observation.lowCardinalityKeyValue(OUTCOME, String.valueOf(outcome).toLowerCase(Locale.ROOT)).stop();
		}
	}

}
