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

package io.github.shutdownspringboot.requests;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownPhases;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import io.github.shutdownspringboot.coordinator.StageState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link RefusedBodies}.
 */
class RefusedBodiesTests {

	private final ManualShutdownClock clock = new ManualShutdownClock();

	private final ShutdownCoordinator coordinator = mock(ShutdownCoordinator.class);

	private final RefusedBodies bodies = new RefusedBodies(this.coordinator, this.clock);

	private final AtomicInteger givenUp = new AtomicInteger();

	@Test
	void aBodyIsReadAsLongAsThereIsNotTooMuchOfIt() {
		RefusedBodies.Body body = this.bodies.begin(this.givenUp::incrementAndGet);
		for (int i = 0; i < 64; i++) {
			body.received(1024 * 1024);
		}
		assertThat(body.isOver()).isFalse();
		body.received(1);
		assertThat(body.isOver()).isTrue();
		assertThat(this.givenUp).hasValue(1);
	}

	@Test
	void aBodyThatTakesTooLongIsGivenUp() {
		RefusedBodies.Body body = this.bodies.begin(this.givenUp::incrementAndGet);
		this.clock.advance(Duration.ofMillis(9_999));
		assertThat(this.givenUp).hasValue(0);
		this.clock.advance(Duration.ofMillis(1));
		assertThat(this.givenUp).hasValue(1);
		assertThat(body.isOver()).isTrue();
	}

	@Test
	void aBodyThatHasEndedIsNotGivenUp() {
		this.bodies.begin(this.givenUp::incrementAndGet).end();
		this.clock.advance(Duration.ofMinutes(1));
		complete(StageState.SUCCEEDED, StageState.SUCCEEDED);
		assertThat(this.givenUp).hasValue(0);
	}

	@Test
	void bodiesAreGivenUpWhenTheLastStageOfTheDrainIsOver() {
		this.bodies.begin(this.givenUp::incrementAndGet);
		this.bodies.begin(this.givenUp::incrementAndGet);
		complete(StageState.SUCCEEDED, StageState.RUNNING);
		assertThat(this.givenUp).hasValue(0);
		complete(StageState.SUCCEEDED, StageState.TIMED_OUT);
		assertThat(this.givenUp).hasValue(2);
	}

	@Test
	void aBodyThatComesAfterTheDrainIsGivenUpAtOnce() {
		complete(StageState.SUCCEEDED, StageState.SUCCEEDED);
		this.bodies.begin(this.givenUp::incrementAndGet);
		assertThat(this.givenUp).hasValue(1);
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(this.givenUp).hasValue(1);
	}

	private void complete(StageState requests, StageState streams) {
		List<ShutdownReport.Stage> stages = new ArrayList<>();
		stages.add(stage("readiness", ShutdownPhases.DRAIN + 256, StageState.SUCCEEDED));
		stages.add(stage("requests", ShutdownPhases.DRAIN, requests));
		stages.add(stage("streams", ShutdownPhases.DRAIN, streams));
		stages.add(stage("settle", ShutdownPhases.SETTLE, StageState.PENDING));
		given(this.coordinator.getReport()).willReturn(new ShutdownReport(ShutdownState.DRAINING, null, null, null,
				null, null, Duration.ZERO, Duration.ZERO, stages, List.of(), List.of()));
		this.bodies.stageCompleted(stages.get(1));
	}

	private static ShutdownReport.Stage stage(String name, int phase, StageState state) {
		return new ShutdownReport.Stage(name, phase, Duration.ZERO, state, null, null, 0, null);
	}

}
