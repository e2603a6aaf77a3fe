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

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for the {@link ShutdownCoordinator}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = LifecycleAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "shutdown.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CoordinatorProperties.class)
public final class ShutdownCoordinatorAutoConfiguration {

	private final ShutdownEvents events = new ShutdownEvents();

	private final ShutdownReportSinks reportSinks = new ShutdownReportSinks();

	private final ShutdownLog log;

	ShutdownCoordinatorAutoConfiguration(ObjectProvider<ShutdownLog> log) {
		// Only a warm-up has one of its own
		this.log = log.getIfAvailable(ShutdownLog::new);
	}

	@Bean
	@ConditionalOnMissingBean(ShutdownClock.class)
	SystemShutdownClock shutdownClock() {
		return new SystemShutdownClock();
	}

	@Bean
	DefaultShutdownCoordinator shutdownCoordinator(CoordinatorProperties properties, ShutdownClock shutdownClock) {
		return new DefaultShutdownCoordinator(properties.getTimeout(), properties.isForceAfterTimeout(), shutdownClock,
				this.events, this.reportSinks, this.log);
	}

	@Bean
	ShutdownInitializer shutdownInitializer(ConfigurableApplicationContext context,
			DefaultShutdownCoordinator shutdownCoordinator, ShutdownClock shutdownClock,
			CoordinatorProperties properties) {
		return new ShutdownInitializer(context, shutdownCoordinator, this.events, this.reportSinks, shutdownClock,
				properties, this.log);
	}

}
