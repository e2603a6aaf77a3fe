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

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the whole shutdown.
 *
 * @param enabled whether the starter does anything at all
 * @param timeout deadline of the whole shutdown, counted from the moment the application
 * context begins to close. What is left then is not waited for any more
 * @param forceAfterTimeout whether the process ends at the deadline, whatever is still
 * stuck. If not, what is stuck is logged and waited for
 * @param terminationGracePeriod what the platform allows between its request to stop and
 * the moment it kills the process. Kubernetes calls it terminationGracePeriodSeconds
 * @param preStop how much of that period is gone before the application is asked to stop,
 * because of a preStop hook. A readiness delay on Kubernetes is shortened by it
 * @param strictBudget whether an application that may take longer than the platform
 * allows does not start. If not, it logs a warning
 */
@ConfigurationProperties("shutdown")
// @formatter:off
record CoordinatorProperties(@DefaultValue("true") boolean enabled, @DefaultValue("28s") Duration timeout,
		@DefaultValue("true") boolean forceAfterTimeout, @DefaultValue("30s") Duration terminationGracePeriod,
		@DefaultValue("0s") Duration preStop, @DefaultValue("false") boolean strictBudget) {
// @formatter:on

	private static final Duration MAX = Duration.ofDays(365);

	CoordinatorProperties {
		check("shutdown.timeout", timeout, 1, "Set it to a positive duration of no more than 365d, for example 28s.");
		check("shutdown.termination-grace-period", terminationGracePeriod, 1,
				"Set it to a positive duration of no more than 365d, for example 30s.");
		check("shutdown.pre-stop", preStop, 0, "Set it to zero or a duration of no more than 365d, for example 5s.");
	}

	private static void check(String property, Duration duration, long minMillis, String remedy) {
		InvalidShutdownConfigurationException.check(property, duration,
				duration.compareTo(Duration.ofMillis(minMillis)) >= 0 && duration.compareTo(MAX) <= 0, remedy);
	}

}
