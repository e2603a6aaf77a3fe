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

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the time between the moment readiness goes down and the drain.
 */
@ConfigurationProperties("shutdown.readiness")
final class ReadinessProperties implements InitializingBean {

	/**
	 * How long to keep serving after readiness is down, so that traffic can move away. 5s
	 * on Kubernetes and 0s elsewhere unless set.
	 */
	private @Nullable Duration delay;

	/**
	 * After the delay, go on serving until no request has arrived for this long.
	 */
	private Duration quietPeriod = Duration.ofSeconds(0);

	/**
	 * Bound on delay and quiet period together.
	 */
	private Duration maxDelay = Duration.ofSeconds(15);

	public @Nullable Duration getDelay() {
		return this.delay;
	}

	public void setDelay(@Nullable Duration delay) {
		this.delay = delay;
	}

	public Duration getQuietPeriod() {
		return this.quietPeriod;
	}

	public void setQuietPeriod(Duration quietPeriod) {
		this.quietPeriod = quietPeriod;
	}

	public Duration getMaxDelay() {
		return this.maxDelay;
	}

	public void setMaxDelay(Duration maxDelay) {
		this.maxDelay = maxDelay;
	}

	@Override
	public void afterPropertiesSet() {
		if (this.delay != null) {
			check("delay", this.delay);
		}
		check("quiet-period", this.quietPeriod);
		check("max-delay", this.maxDelay);
		checkAtMost("quiet-period", this.quietPeriod, this.maxDelay);
		if (this.delay != null) {
			checkAtMost("delay", this.delay, this.maxDelay);
		}
	}

	private static void check(String name, Duration value) {
		InvalidShutdownConfigurationException.check("shutdown.readiness." + name, value, !value.isNegative(),
				"Set it to zero or a positive duration, for example 5s.");
	}

	private static void checkAtMost(String name, Duration value, Duration maxDelay) {
		if (value.compareTo(maxDelay) > 0) {
			throw InvalidShutdownConfigurationException.of("shutdown.readiness." + name, value,
					"Set it to no more than 'shutdown.readiness.max-delay', which is '"
							+ InvalidShutdownConfigurationException.print(maxDelay) + "', or raise that.");
		}
	}

}
