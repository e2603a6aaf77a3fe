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
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the time between the moment readiness goes down and the drain.
 *
 * @param delay how long to keep serving after readiness is down, so that traffic can move
 * away. 5s on Kubernetes and 0s elsewhere unless set
 * @param quietPeriod after the delay, go on serving until no request has arrived for this
 * long
 * @param maxDelay bound on delay and quiet period together
 */
@ConfigurationProperties("shutdown.readiness")
record ReadinessProperties(@Nullable Duration delay, @DefaultValue("0s") Duration quietPeriod,
		@DefaultValue("15s") Duration maxDelay) {

	ReadinessProperties {
		if (delay != null) {
			check("delay", delay);
		}
		check("quiet-period", quietPeriod);
		check("max-delay", maxDelay);
		checkAtMost("quiet-period", quietPeriod, maxDelay);
		if (delay != null) {
			checkAtMost("delay", delay, maxDelay);
		}
	}

	private static void check(String name, Duration value) {
		InvalidShutdownConfigurationException.check("shutdown.readiness." + name, value, !value.isNegative(),
				"Set it to zero or a positive duration, for example 5s.");
	}

	private static void checkAtMost(String name, Duration value, Duration maxDelay) {
		InvalidShutdownConfigurationException.check("shutdown.readiness." + name, value, value.compareTo(maxDelay) <= 0,
				"Set it to no more than 'shutdown.readiness.max-delay', which is '"
						+ InvalidShutdownConfigurationException.print(maxDelay) + "', or raise that.");
	}

}
