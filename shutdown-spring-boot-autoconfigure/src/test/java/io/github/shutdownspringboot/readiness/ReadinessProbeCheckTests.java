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

package io.github.shutdownspringboot.readiness;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReadinessProbeCheck}.
 */
class ReadinessProbeCheckTests {

	private final MockEnvironment environment = new MockEnvironment().withProperty("spring.main.cloud-platform",
			"kubernetes");

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	@Test
	void aDelayThatNoProbeCouldSeeIsWarnedOf() {
		assertThat(check(Duration.ofSeconds(7), true)).contains("7s").contains("KUBERNETES");
		this.beanFactory.registerSingleton("healthEndpoint", new Object());
		assertThat(check(Duration.ofSeconds(5), false)).contains("management.endpoint.health.probes.enabled");
	}

	@Test
	void theDefaultDelayOfAnApplicationWithoutHealthIsNot() {
		assertThat(check(Duration.ofSeconds(5), false)).isNull();
	}

	@Test
	void aProbeGroupIsEnoughWhereverItComesFrom() {
		this.environment.setProperty("management.endpoint.health.group.readiness.include", "db");
		assertThat(check(Duration.ofSeconds(7), true)).isNull();
		this.environment.setProperty("management.endpoint.health.group.readiness.include", "");
		this.beanFactory.registerSingleton("readinessStateHealthIndicator", new Object());
		assertThat(check(Duration.ofSeconds(7), true)).isNull();
	}

	@Test
	void whereNothingIsDelayedOrNoPlatformIsKnownNothingIsSaid() {
		assertThat(check(Duration.ZERO, true)).isNull();
		this.environment.setProperty("spring.main.cloud-platform", "none");
		assertThat(check(Duration.ofSeconds(7), true)).isNull();
	}

	private String check(Duration delay, boolean delayIsSet) {
		return new ReadinessProbeCheck(delay, delayIsSet, this.environment, this.beanFactory).check();
	}

}
