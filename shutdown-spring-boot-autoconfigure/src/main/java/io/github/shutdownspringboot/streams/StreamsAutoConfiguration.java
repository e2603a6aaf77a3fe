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

package io.github.shutdownspringboot.streams;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

import io.github.shutdownspringboot.coordinator.ConditionalOnShutdown;
import io.github.shutdownspringboot.coordinator.PlatformDefaults;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.http.RequestDrain;
import io.github.shutdownspringboot.http.StreamMediaTypes;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} for open streams.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ShutdownCoordinatorAutoConfiguration.class)
@ConditionalOnShutdown
@EnableConfigurationProperties(StreamsProperties.class)
public final class StreamsAutoConfiguration {

	/**
	 * The beans of a web application; the properties are checked in any application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication
	static class WebConfiguration {

		private static final Duration KUBERNETES_GRACE = Duration.ofSeconds(5);

		private final DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();

		private final StreamsProperties properties;

		WebConfiguration(StreamsProperties properties) {
			this.properties = properties;
		}

		@Bean
		TerminationEvents shutdownTerminationEvents(RequestDrain shutdownRequestDrain,
				ObjectProvider<StreamTerminationEvents> custom, ListableBeanFactory beanFactory) {
			StreamTerminationEvents format = new TerminationFormats(custom, beanFactory)
				.get(this.properties.getFormat());
			return new TerminationEvents(format, this.properties.getMessage(), shutdownRequestDrain.retryAfter(),
					this.properties.getRetry(), this.properties.getSpread(), this.random);
		}

		@Bean
		StreamMediaTypes shutdownStreamMediaTypes() {
			return new StreamMediaTypes(this.properties.getMediaTypes());
		}

		@Bean
		StreamRegistry shutdownStreamRegistry(ShutdownClock shutdownClock,
				TerminationEvents shutdownTerminationEvents) {
			return new StreamRegistry(shutdownClock, shutdownTerminationEvents,
					new StreamPolicies(this.properties.getPolicies()), this.properties.getWriteTimeout());
		}

		@Bean
		LateStreamRefusal shutdownLateStreamRefusal(TerminationEvents shutdownTerminationEvents) {
			return new LateStreamRefusal(shutdownTerminationEvents);
		}

		@Bean
		@ConditionalOnMissingBean(name = "streamsStage")
		StreamsStage streamsStage(StreamRegistry shutdownStreamRegistry, RequestDrain shutdownRequestDrain,
				Environment environment) {
			Duration grace = PlatformDefaults.get(environment, this.properties.getGrace(), KUBERNETES_GRACE);
			return new StreamsStage(shutdownStreamRegistry,
					new EndSchedule(grace, shutdownRequestDrain.timeout(), this.properties.getSpread(), this.random));
		}

	}

}
