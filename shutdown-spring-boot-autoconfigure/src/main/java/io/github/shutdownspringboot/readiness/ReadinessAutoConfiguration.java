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

import io.github.shutdownspringboot.coordinator.ConditionalOnShutdown;
import io.github.shutdownspringboot.coordinator.PlatformDefaults;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.http.RequestArrivals;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} for the time in which traffic moves away.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ShutdownCoordinatorAutoConfiguration.class)
@ConditionalOnShutdown
@EnableConfigurationProperties(ReadinessProperties.class)
public final class ReadinessAutoConfiguration {

	private static final Duration KUBERNETES_DELAY = Duration.ofSeconds(5);

	@Bean
	@ConditionalOnWebApplication
	@ConditionalOnMissingBean(name = "readinessStage")
	ReadinessStage readinessStage(ReadinessProperties properties,
			ObjectProvider<RequestArrivals> shutdownRequestArrivals, ShutdownClock shutdownClock,
			Environment environment, ApplicationContext context) {
		Duration maxDelay = properties.getMaxDelay();
		Duration delay = getDelay(properties, environment);
		return new ReadinessStage((delay.compareTo(maxDelay) < 0) ? delay : maxDelay, properties.getQuietPeriod(),
				maxDelay, shutdownRequestArrivals.getIfAvailable(() -> new RequestArrivals(shutdownClock)),
				() -> OpenPort.mayHave(context), shutdownClock);
	}

	@Bean
	@ConditionalOnWebApplication
	ReadinessProbeCheck shutdownReadinessProbeCheck(ReadinessProperties properties, Environment environment,
			ListableBeanFactory beanFactory) {
		return new ReadinessProbeCheck(getDelay(properties, environment), properties.getDelay() != null, environment,
				beanFactory);
	}

	private static Duration getDelay(ReadinessProperties properties, Environment environment) {
		Duration delay = PlatformDefaults.get(environment, properties.getDelay(), KUBERNETES_DELAY);
		if (!CloudPlatform.KUBERNETES.isActive(environment)) {
			return delay;
		}
		// There traffic has been moving away since the preStop hook began
		Duration left = delay.minus(PlatformDefaults.getPreStop(environment));
		return left.isNegative() ? Duration.ZERO : left;
	}

}
