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
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PhaseTimeouts}.
 */
class PhaseTimeoutsTests {

	private final DefaultLifecycleProcessor processor = new DefaultLifecycleProcessor();

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	@Test
	void foreignPhasesKeepWhatTheyWereConfiguredToUnlessTheDeadlineIsCloser() {
		this.processor.setTimeoutPerShutdownPhase(30_000);
		this.processor.setTimeoutForShutdownPhase(7, 2_000);
		registerLifecycle("seven", 7);
		registerLifecycle("eight", 8);
		PhaseTimeouts timeouts = create(List.of());
		timeouts.limitTo(Duration.ofSeconds(10));
		assertThat(timeout(7)).isEqualTo(2_000);
		assertThat(timeout(8)).isEqualTo(10_000);
		timeouts.limitTo(Duration.ofSeconds(1));
		assertThat(timeout(7)).isEqualTo(1_000);
		timeouts.limitTo(Duration.ofSeconds(5));
		assertThat(timeout(7)).isEqualTo(2_000);
	}

	@Test
	void thePhaseOfAStageHasRoomForTheStage() {
		this.processor.setTimeoutPerShutdownPhase(1_000);
		PhaseTimeouts timeouts = create(List.of());
		timeouts.limitTo(Duration.ofSeconds(60));
		assertThat(timeout(5)).isGreaterThanOrEqualTo(20_000);
	}

	@Test
	void aPhaseThatAStageHasWaitedForIsHeldToLess() {
		this.processor.setTimeoutPerShutdownPhase(30_000);
		registerLifecycle("webServer", 9);
		create(List.of(new PhaseTimeout(9, Duration.ofSeconds(1))));
		assertThat(timeout(9)).isEqualTo(1_000);
	}

	@Test
	void noPhaseIsGivenLessThanAMillisecond() {
		registerLifecycle("seven", 7);
		PhaseTimeouts timeouts = create(List.of());
		timeouts.limitTo(Duration.ZERO);
		assertThat(timeout(7)).isEqualTo(1);
	}

	@Test
	void anotherKindOfProcessorIsLeftAlone() {
		assertThat(PhaseTimeouts.of(List.of(), new Object(), List.of(), List.of())).isNull();
	}

	private PhaseTimeouts create(List<PhaseTimeout> limits) {
		PhaseTimeouts timeouts = PhaseTimeouts
			.of(LifecycleWatch.findBeans(this.beanFactory).values(), this.processor, List
				.of(new StageExecution(new TestStage("test", 5, Duration.ofSeconds(20)), new ManualShutdownClock())),
					limits);
		assertThat(timeouts).isNotNull();
		return timeouts;
	}

	private void registerLifecycle(String name, int phase) {
		this.beanFactory.registerSingleton(name, new SmartLifecycle() {

			@Override
			public void start() {
			}

			@Override
			public void stop() {
			}

			@Override
			public boolean isRunning() {
				return true;
			}

			@Override
			public int getPhase() {
				return phase;
			}

		});
	}

	private long timeout(int phase) {
		Object timeouts = ReflectionTestUtils.getField(this.processor, "timeoutsForShutdownPhases");
		assertThat(timeouts).isInstanceOf(Map.class);
		return (Long) ((Map<?, ?>) timeouts).get(phase);
	}

}
