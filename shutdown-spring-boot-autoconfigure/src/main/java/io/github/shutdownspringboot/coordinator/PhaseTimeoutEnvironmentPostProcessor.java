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

import org.apache.commons.logging.Log;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Lets an application that has told Spring Boot how long to wait for requests, and told
 * us nothing, keep what it meant: requests get that time, and the shutdown what it needs
 * beyond it.
 */
class PhaseTimeoutEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final String PHASE_TIMEOUT = "spring.lifecycle.timeout-per-shutdown-phase";

	private static final String REQUESTS_TIMEOUT = "shutdown.requests.timeout";

	private static final String TIMEOUT = "shutdown.timeout";

	private static final String GRACE_PERIOD = "shutdown.termination-grace-period";

	/**
	 * What the shutdown is given beyond the requests, as the defaults of the two have it.
	 */
	private static final Duration BEYOND_REQUESTS = Duration.ofSeconds(8);

	/**
	 * What the platform is taken to allow beyond that, as the defaults have it.
	 */
	private static final Duration BEYOND_SHUTDOWN = Duration.ofSeconds(2);

	private final Log logger;

	PhaseTimeoutEnvironmentPostProcessor(DeferredLogFactory logFactory) {
		this.logger = logFactory.getLog(ShutdownCoordinator.class);
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Binder binder = Binder.get(environment);
		if (!binder.bind("shutdown.enabled", Boolean.class).orElse(true)
				|| List.of(REQUESTS_TIMEOUT, TIMEOUT, GRACE_PERIOD)
					.stream()
					.anyMatch((name) -> binder.bind(name, String.class).isBound())) {
			return;
		}
		Duration requests = binder.bind(PHASE_TIMEOUT, Duration.class).orElse(Duration.ZERO);
		if (requests.toMillis() <= 0) {
			return;
		}
		String requestsTimeout = InvalidShutdownConfigurationException.print(requests);
		String timeout = InvalidShutdownConfigurationException.print(requests.plus(BEYOND_REQUESTS));
		String gracePeriod = InvalidShutdownConfigurationException
			.print(requests.plus(BEYOND_REQUESTS).plus(BEYOND_SHUTDOWN));
		environment.getPropertySources()
			.addLast(new OriginTrackedMapPropertySource("shutdownPhaseTimeout",
					Map.of(REQUESTS_TIMEOUT, requestsTimeout, TIMEOUT, timeout, GRACE_PERIOD, gracePeriod), true));
		this.logger.info("As '%s' is %s and nothing else is set, '%s' is %s, '%s' is %s and '%s' is %s".formatted(
				PHASE_TIMEOUT, requestsTimeout, REQUESTS_TIMEOUT, requestsTimeout, TIMEOUT, timeout, GRACE_PERIOD,
				gracePeriod));
	}

}
