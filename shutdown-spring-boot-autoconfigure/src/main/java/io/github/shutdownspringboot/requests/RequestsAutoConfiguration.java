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

package io.github.shutdownspringboot.requests;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.shutdownspringboot.coordinator.ConditionalOnShutdown;
import io.github.shutdownspringboot.coordinator.PhaseTimeout;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.coordinator.ShutdownPhases;
import io.github.shutdownspringboot.http.RefusalProvider;
import io.github.shutdownspringboot.http.RequestArrivals;
import io.github.shutdownspringboot.http.RequestDrain;
import io.github.shutdownspringboot.http.RequestExclusion;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} for in-flight requests.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ShutdownCoordinatorAutoConfiguration.class)
@ConditionalOnShutdown
@EnableConfigurationProperties(RequestsProperties.class)
public final class RequestsAutoConfiguration {

	/**
	 * The beans of a web application; the properties are checked in any application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication
	static class WebConfiguration {

		/**
		 * What is left to the web server after the drain: requests that slipped in, and
		 * excluded ones.
		 */
		private static final Duration WEB_SERVER_TIMEOUT = Duration.ofSeconds(1);

		private final RequestsProperties properties;

		WebConfiguration(RequestsProperties properties) {
			this.properties = properties;
		}

		@Bean
		RequestArrivals shutdownRequestArrivals(ShutdownClock shutdownClock) {
			return new RequestArrivals(shutdownClock);
		}

		@Bean
		RequestGate shutdownRequestGate(ShutdownCoordinator shutdownCoordinator, ShutdownClock shutdownClock,
				RequestArrivals shutdownRequestArrivals, ObjectProvider<RequestExclusion> exclusions,
				ObjectProvider<RefusalProvider> refusalProviders) {
			List<RequestExclusion> allExclusions = new ArrayList<>(exclusions.orderedStream().toList());
			allExclusions.add(new ExcludedPaths(this.properties.getExcludedPaths()));
			return new RequestGate(shutdownCoordinator, shutdownClock, shutdownRequestArrivals, allExclusions,
					refusalProviders.orderedStream().toList(), this.properties.getRetryAfter(),
					this.properties.getWhileDraining() == RequestsProperties.WhileDraining.REJECT);
		}

		@Bean
		RefusedBodies shutdownRefusedBodies(ShutdownCoordinator shutdownCoordinator, ShutdownClock shutdownClock) {
			return new RefusedBodies(shutdownCoordinator, shutdownClock);
		}

		@Bean
		RequestDrain shutdownRequestDrain() {
			return new RequestDrain(this.properties.getTimeout(), this.properties.getRetryAfter());
		}

		@Bean
		@ConditionalOnMissingBean(name = "requestsStage")
		RequestsStage requestsStage(RequestGate shutdownRequestGate) {
			return new RequestsStage("requests", ShutdownPhases.DRAIN, shutdownRequestGate,
					this.properties.getTimeout(), this.properties.isInterruptOnTimeout());
		}

		@Bean
		@ConditionalOnProperty(name = "shutdown.requests.while-draining", havingValue = "serve")
		@ConditionalOnMissingBean(name = "lateRequestsStage")
		RequestsStage lateRequestsStage(RequestGate shutdownRequestGate) {
			// They may come until the sockets are closed: when the drain of the others is
			// long over, and streams still have their grace
			return new RequestsStage("late-requests", ShutdownPhases.SETTLE, shutdownRequestGate,
					this.properties.getTimeout(), this.properties.isInterruptOnTimeout());
		}

		@Bean
		@ConditionalOnMissingBean(name = "settleStage")
		SettleStage settleStage(RequestGate shutdownRequestGate, ShutdownCoordinator shutdownCoordinator,
				ObjectProvider<IdleServerAction> idleActions, Environment environment) {
			return new SettleStage(shutdownRequestGate, shutdownCoordinator, idleActions.orderedStream().toList(),
					!"immediate".equalsIgnoreCase(environment.getProperty("server.shutdown")));
		}

		@Bean
		PhaseTimeout webServerGracefulShutdownPhaseTimeout() {
			return new PhaseTimeout(ShutdownPhases.WEB_SERVER_GRACEFUL_SHUTDOWN, WEB_SERVER_TIMEOUT);
		}

	}

}
