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

import io.github.shutdownspringboot.coordinator.BeanCloser;
import io.github.shutdownspringboot.coordinator.ConditionalOnShutdown;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.coordinator.TimingRecorder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
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

	@Bean
	static CreatedBeans shutdownCreatedBeans() {
		return new CreatedBeans();
	}

	@Bean
	BeanObjects shutdownBeanObjects(DefaultListableBeanFactory beanFactory, CreatedBeans createdBeans) {
		return new BeanObjects(beanFactory, createdBeans);
	}

	@Bean
	ClientTimings shutdownClientTimings() {
		return new ClientTimings();
	}

	@Bean
	BeanUses shutdownBeanUses(DefaultListableBeanFactory beanFactory) {
		return new BeanUses(beanFactory);
	}

	@Bean
	DefaultClientRegistry shutdownClientRegistry(ShutdownClock clock, ClientsProperties properties,
			CreatedBeans createdBeans, BeanObjects objects, ClientTimings timings) {
		return new DefaultClientRegistry(clock, properties, createdBeans, objects, timings);
	}

	@Bean
	BeanCloser shutdownClientCloser(DefaultClientRegistry registry) {
		return (beanName) -> registry.clients().anyMatch((client) -> beanName.equals(client.beanName()));
	}

	@Bean
	ClientBeans shutdownClientBeans(DefaultListableBeanFactory beanFactory, DefaultClientRegistry registry,
			CreatedBeans createdBeans, BeanObjects objects, BeanUses uses, ClientsProperties properties) {
		return new ClientBeans(beanFactory, registry, createdBeans, objects, uses, properties);
	}

	@Bean
	SmartInitializingSingleton shutdownClientTimingsInitializer(ClientTimings timings,
			ObjectProvider<TimingRecorder> recorder) {
		return () -> recorder.ifAvailable(timings::setRecorder);
	}

	@Bean
	@ConditionalOnMissingBean(name = "clientsStage")
	ClientsStage clientsStage(DefaultClientRegistry registry, BeanUses uses, ClientTimings timings,
			ClientsProperties properties, ShutdownClock clock) {
		return new ClientsStage(registry, uses, timings, properties, clock);
	}

}
