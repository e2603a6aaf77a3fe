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

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the whole shutdown.
 */
@ConfigurationProperties("shutdown")
final class CoordinatorProperties implements InitializingBean {

	private static final Duration MAX = Duration.ofDays(365);

	/**
	 * Whether the starter does anything at all.
	 */
	private boolean enabled = true;

	/**
	 * Deadline of the whole shutdown, counted from the moment the application context
	 * begins to close. What is left then is not waited for any more.
	 */
	private Duration timeout = Duration.ofSeconds(28);

	/**
	 * Whether the process ends at the deadline, whatever is still stuck. If not, what is
	 * stuck is logged and waited for.
	 */
	private boolean forceAfterTimeout = true;

	/**
	 * What the platform allows between its request to stop and the moment it kills the
	 * process. Kubernetes calls it terminationGracePeriodSeconds.
	 */
	private Duration terminationGracePeriod = Duration.ofSeconds(30);

	/**
	 * How much of that period is gone before the application is asked to stop, because of
	 * a preStop hook. A readiness delay on Kubernetes is shortened by it.
	 */
	private Duration preStop = Duration.ofSeconds(0);

	/**
	 * Whether an application that may take longer than the platform allows does not
	 * start. If not, it logs a warning.
	 */
	private boolean strictBudget;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public boolean isForceAfterTimeout() {
		return this.forceAfterTimeout;
	}

	public void setForceAfterTimeout(boolean forceAfterTimeout) {
		this.forceAfterTimeout = forceAfterTimeout;
	}

	public Duration getTerminationGracePeriod() {
		return this.terminationGracePeriod;
	}

	public void setTerminationGracePeriod(Duration terminationGracePeriod) {
		this.terminationGracePeriod = terminationGracePeriod;
	}

	public Duration getPreStop() {
		return this.preStop;
	}

	public void setPreStop(Duration preStop) {
		this.preStop = preStop;
	}

	public boolean isStrictBudget() {
		return this.strictBudget;
	}

	public void setStrictBudget(boolean strictBudget) {
		this.strictBudget = strictBudget;
	}

	@Override
	public void afterPropertiesSet() {
		check("shutdown.timeout", this.timeout, 1,
				"Set it to a positive duration of no more than 365d, for example 28s.");
		check("shutdown.termination-grace-period", this.terminationGracePeriod, 1,
				"Set it to a positive duration of no more than 365d, for example 30s.");
		check("shutdown.pre-stop", this.preStop, 0,
				"Set it to zero or a duration of no more than 365d, for example 5s.");
	}

	private static void check(String property, Duration duration, long minMillis, String remedy) {
		InvalidShutdownConfigurationException.check(property, duration,
				duration.compareTo(Duration.ofMillis(minMillis)) >= 0 && duration.compareTo(MAX) <= 0, remedy);
	}

}
