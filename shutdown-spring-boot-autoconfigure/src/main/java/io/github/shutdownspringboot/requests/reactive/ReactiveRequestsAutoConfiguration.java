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

package io.github.shutdownspringboot.requests.reactive;

import io.github.shutdownspringboot.coordinator.ConditionalOnShutdown;
import io.github.shutdownspringboot.http.StreamMediaTypes;
import io.github.shutdownspringboot.http.reactive.ResponseBodyDecorator;
import io.github.shutdownspringboot.requests.RefusedBodies;
import io.github.shutdownspringboot.requests.RequestGate;
import io.github.shutdownspringboot.requests.RequestsAutoConfiguration;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.reactive.HandlerMapping;

/**
 * {@link AutoConfiguration Auto-configuration} for in-flight requests of reactive
 * servers.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = RequestsAutoConfiguration.class)
@ConditionalOnShutdown(bean = "shutdownRequestGate")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
public final class ReactiveRequestsAutoConfiguration {

	@Bean
	InFlightHttpHandlerDecorator shutdownInFlightHttpHandlerDecorator(RequestGate shutdownRequestGate,
			StreamMediaTypes shutdownStreamMediaTypes, Environment environment,
			ObjectProvider<CorsWebFilter> corsFilters, ObjectProvider<CorsConfigurationSource> corsSources,
			ObjectProvider<HandlerMapping> mappings, RefusedBodies shutdownRefusedBodies,
			ObjectProvider<ResponseBodyDecorator> bodyDecorator) {
		String configured = environment.getProperty("spring.webflux.base-path", "");
		String basePath = configured.equals("/") ? "" : configured;
		RefusalCors cors = new RefusalCors(corsFilters, corsSources, mappings, basePath);
		return new InFlightHttpHandlerDecorator(shutdownRequestGate, shutdownStreamMediaTypes,
				new RefusalWriter(cors, shutdownRefusedBodies), bodyDecorator.getIfAvailable(), basePath);
	}

	@Bean
	static InFlightHttpHandlerPostProcessor shutdownInFlightHttpHandlerPostProcessor(
			ObjectProvider<InFlightHttpHandlerDecorator> decorator) {
		return new InFlightHttpHandlerPostProcessor(decorator);
	}

	@Bean
	RouteWebFilter shutdownRouteWebFilter() {
		return new RouteWebFilter();
	}

	/**
	 * The end of responses and of connections on Netty.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HttpServer.class, NettyReactiveWebServerFactory.class })
	static class NettyServerConfiguration {

		@Bean
		NettyHttp2EventLoops shutdownNettyHttp2EventLoops() {
			return new NettyHttp2EventLoops();
		}

		@Bean
		WebServerFactoryCustomizer<NettyReactiveWebServerFactory> shutdownNettyCustomizer(
				RequestGate shutdownRequestGate, NettyHttp2EventLoops shutdownNettyHttp2EventLoops) {
			return (factory) -> factory.addServerCustomizers(
					(server) -> server.childObserve(new NettyExchangeObserver(shutdownRequestGate::isClosingConnections,
							shutdownNettyHttp2EventLoops)));
		}

	}

	/**
	 * Netty's quiet period, unless the user has said how long it is to be.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = { "reactor.netty.resources.LoopResources",
			"org.springframework.http.client.ReactorResourceFactory" })
	@Conditional(QuietPeriodUnset.class)
	static class NettyConfiguration {

		@Bean
		NettyQuietPeriodAction shutdownNettyQuietPeriodAction(ObjectProvider<ReactorResourceFactory> resourceFactory) {
			return new NettyQuietPeriodAction(resourceFactory);
		}

	}

	static class QuietPeriodUnset extends NoneNestedConditions {

		QuietPeriodUnset() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnProperty("spring.reactor.netty.shutdown-quiet-period")
		static class QuietPeriodSet {

		}

	}

}
