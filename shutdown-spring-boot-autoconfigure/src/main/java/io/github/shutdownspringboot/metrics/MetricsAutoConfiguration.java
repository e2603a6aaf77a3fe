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

package io.github.shutdownspringboot.metrics;

import java.util.Set;

import io.github.shutdownspringboot.coordinator.ConditionalOnShutdown;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.coordinator.ShutdownStage;
import io.github.shutdownspringboot.coordinator.StatusContributor;
import io.github.shutdownspringboot.coordinator.TriggerSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for meters.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ShutdownCoordinatorAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnShutdown
@ConditionalOnBean(MeterRegistry.class)
@EnableConfigurationProperties(MetricsProperties.class)
public final class MetricsAutoConfiguration {

	private static final Set<String> OBSERVATIONS = Set.of("shutdown", "shutdown.active", "shutdown.stage",
			"shutdown.stage.active");

	@Bean
	ShutdownMetrics shutdownMetrics(ObjectProvider<StatusContributor> contributors,
			ObjectProvider<ShutdownStage> stages, ObjectProvider<TriggerSource> triggers,
			ShutdownCoordinator shutdownCoordinator) {
		// Before the shutdown all of its time remains
		return new ShutdownMetrics(contributors, stages, triggers, shutdownCoordinator.getRemaining());
	}

	/**
	 * The observations of the shutdown are for traces. Where observations are measured,
	 * too, they would become a second timer of each stage. And the timer of an
	 * observation that is traced has exemplars, for which Prometheus 2.42 refuses all
	 * that an application tells it.
	 * @return a filter that denies these timers
	 */
	@Bean
	static MeterFilter shutdownObservationMeterFilter() {
		return MeterFilter.deny((id) -> OBSERVATIONS.contains(id.getName()));
	}

	@Bean
	@ConditionalOnBooleanProperty(name = "shutdown.metrics.defer-close", matchIfMissing = true)
	MeterRegistryCloser shutdownMeterRegistryCloser(ConfigurableApplicationContext context) {
		return new MeterRegistryCloser(context);
	}

	@Bean
	@ConditionalOnBooleanProperty(name = "shutdown.metrics.defer-close", matchIfMissing = true)
	@ConditionalOnMissingBean(name = "metricsStage")
	MetricsStage metricsStage(ShutdownCoordinator shutdownCoordinator, ShutdownMetrics shutdownMetrics,
			MeterRegistryCloser shutdownMeterRegistryCloser) {
		return new MetricsStage(shutdownCoordinator, shutdownMetrics, shutdownMeterRegistryCloser);
	}

}
