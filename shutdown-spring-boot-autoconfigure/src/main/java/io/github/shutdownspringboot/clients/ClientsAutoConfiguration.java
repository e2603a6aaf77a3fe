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

package io.github.shutdownspringboot.clients;

import io.github.shutdownspringboot.coordinator.ConditionalOnShutdown;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for clients.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ShutdownCoordinatorAutoConfiguration.class)
@ConditionalOnShutdown
@EnableConfigurationProperties(ClientsProperties.class)
public final class ClientsAutoConfiguration {

	private final DefaultListableBeanFactory beanFactory;

	private final CreatedBeans createdBeans;

	private final BeanObjects objects;

	private final BeanUses uses;

	private final ClientsProperties properties;

	private final ClientTimings timings = new ClientTimings();

	ClientsAutoConfiguration(DefaultListableBeanFactory beanFactory, CreatedBeans shutdownCreatedBeans,
			ClientsProperties properties) {
		this.beanFactory = beanFactory;
		this.createdBeans = shutdownCreatedBeans;
		this.objects = new BeanObjects(beanFactory, shutdownCreatedBeans);
		this.uses = new BeanUses(beanFactory);
		this.properties = properties;
	}

	@Bean
	static CreatedBeans shutdownCreatedBeans() {
		return new CreatedBeans();
	}

	@Bean
	DefaultClientRegistry shutdownClientRegistry(ShutdownClock shutdownClock) {
		return new DefaultClientRegistry(shutdownClock, this.properties, this.createdBeans, this.objects, this.timings);
	}

	@Bean
	ClientBeans shutdownClientBeans(DefaultClientRegistry shutdownClientRegistry) {
		return new ClientBeans(this.beanFactory, shutdownClientRegistry, this.createdBeans, this.objects, this.uses,
				this.properties);
	}

	@Bean
	@ConditionalOnMissingBean(name = "clientsStage")
	ClientsStage clientsStage(DefaultClientRegistry shutdownClientRegistry, ShutdownClock shutdownClock) {
		return new ClientsStage(shutdownClientRegistry, this.uses, this.timings, this.properties, shutdownClock);
	}

}
