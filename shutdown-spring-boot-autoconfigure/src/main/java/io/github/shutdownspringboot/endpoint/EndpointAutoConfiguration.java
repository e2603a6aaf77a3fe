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

package io.github.shutdownspringboot.endpoint;

import io.github.shutdownspringboot.coordinator.ConditionalOnShutdown;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.coordinator.StatusContributor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} for the status endpoint.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ShutdownCoordinatorAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnShutdown
@EnableConfigurationProperties(ShutdownStatusEndpointProperties.class)
public final class EndpointAutoConfiguration {

	@Bean
	@ConditionalOnAvailableEndpoint
	@ConditionalOnMissingBean
	ShutdownStatusEndpoint shutdownStatusEndpoint(ShutdownCoordinator shutdownCoordinator,
			ObjectProvider<StatusContributor> contributors, ShutdownStatusEndpointProperties properties) {
		return new ShutdownStatusEndpoint(shutdownCoordinator, contributors.orderedStream().toList(), properties);
	}

	/**
	 * Endpoints on the port of the application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication
	@ConditionalOnClass(WebEndpointAutoConfiguration.class)
	static class ExclusionConfiguration {

		@Bean
		ActuatorExclusion shutdownActuatorExclusion(ObjectProvider<PathMappedEndpoints> endpoints,
				Environment environment) {
			// Part of the path in a servlet application only, which has the property only
			String prefix = environment.getProperty("spring.mvc.servlet.path", "");
			return new ActuatorExclusion(endpoints::getIfAvailable, prefix.equals("/") ? "" : prefix,
					ManagementPortType.get(environment) == ManagementPortType.SAME);
		}

	}

}
