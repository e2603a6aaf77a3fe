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

import io.github.shutdownspringboot.coordinator.InvalidShutdownConfigurationException;
import io.github.shutdownspringboot.coordinator.StartupCheck;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.core.env.Environment;

/**
 * Readiness that nobody can read is gone down in vain, and the delay with it.
 */
final class ReadinessProbeCheck implements StartupCheck {

	/**
	 * The beans of Spring Boot's health, by their names: readiness does without it.
	 */
	private static final String HEALTH_ENDPOINT = "healthEndpoint";

	private static final String READINESS_INDICATOR = "readinessStateHealthIndicator";

	private static final String READINESS_GROUP = "management.endpoint.health.group.readiness.include";

	private final Duration delay;

	private final boolean delayIsSet;

	private final Environment environment;

	private final ListableBeanFactory beanFactory;

	ReadinessProbeCheck(Duration delay, boolean delayIsSet, Environment environment, ListableBeanFactory beanFactory) {
		this.delay = delay;
		this.delayIsSet = delayIsSet;
		this.environment = environment;
		this.beanFactory = beanFactory;
	}

	@Override
	public @Nullable String check() {
		CloudPlatform platform = CloudPlatform.getActive(this.environment);
		if (platform == null || platform == CloudPlatform.NONE || this.delay.isZero() || isReadinessShown()) {
			return null;
		}
		if (!this.delayIsSet && !this.beanFactory.containsBean(HEALTH_ENDPOINT)) {
			// Health was never meant to be asked for
			return null;
		}
		return "The application goes on serving for %s when it stops, and has no readiness probe that %s could see go down. "
			.formatted(InvalidShutdownConfigurationException.print(this.delay), platform)
				+ "Add spring-boot-starter-actuator and leave 'management.endpoint.health.probes.enabled' at true, "
				+ "or set 'shutdown.readiness.delay' to 0s.";
	}

	private boolean isReadinessShown() {
		return this.beanFactory.containsBean(READINESS_INDICATOR) || this.environment.containsProperty(READINESS_GROUP)
				|| this.environment.containsProperty(READINESS_GROUP + "[0]");
	}

}
