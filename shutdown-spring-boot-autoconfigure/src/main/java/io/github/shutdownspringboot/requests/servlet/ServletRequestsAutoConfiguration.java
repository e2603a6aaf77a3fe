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

package io.github.shutdownspringboot.requests.servlet;

import java.util.EnumSet;

import io.github.shutdownspringboot.coordinator.ConditionalOnShutdown;
import io.github.shutdownspringboot.http.StreamMediaTypes;
import io.github.shutdownspringboot.requests.RefusedBodies;
import io.github.shutdownspringboot.requests.RequestGate;
import io.github.shutdownspringboot.requests.RequestsAutoConfiguration;
import jakarta.servlet.DispatcherType;
import org.eclipse.jetty.server.Handler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * {@link AutoConfiguration Auto-configuration} for in-flight requests of servlet
 * containers.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = RequestsAutoConfiguration.class)
@ConditionalOnShutdown(bean = "shutdownRequestGate")
@ConditionalOnClass(FilterRegistrationBean.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public final class ServletRequestsAutoConfiguration {

	@Bean
	FilterRegistrationBean<InFlightRequestFilter> shutdownInFlightRequestFilter(RequestGate shutdownRequestGate,
			RefusedBodies shutdownRefusedBodies, StreamMediaTypes shutdownStreamMediaTypes,
			ObjectProvider<FilterRegistrationBean<?>> registrations, ObjectProvider<CorsFilter> corsFilters,
			ObjectProvider<CorsConfigurationSource> corsSources, ObjectProvider<CorsLookup> corsLookup) {
		RefusalCors cors = new RefusalCors(registrations, corsFilters, corsSources, corsLookup);
		FilterRegistrationBean<InFlightRequestFilter> registration = new FilterRegistrationBean<>(
				new InFlightRequestFilter(shutdownRequestGate, shutdownStreamMediaTypes,
						new RefusalWriter(cors, shutdownRefusedBodies)));
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
		return registration;
	}

	/**
	 * Routes, where Spring MVC finds them, and what it allows other origins.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebMvcConfigurer.class)
	static class MvcConfiguration {

		@Bean
		HandlerMappingCors shutdownHandlerMappingCors(ObjectProvider<HandlerMapping> mappings) {
			return new HandlerMappingCors(mappings);
		}

		@Bean
		WebMvcConfigurer shutdownRouteConfigurer() {
			return new WebMvcConfigurer() {

				@Override
				public void addInterceptors(InterceptorRegistry registry) {
					registry.addInterceptor(new RouteInterceptor()).order(Ordered.HIGHEST_PRECEDENCE);
				}

			};
		}

	}

	/**
	 * The end of responses on Jetty.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Handler.class, ConfigurableJettyWebServerFactory.class })
	static class JettyConfiguration {

		@Bean
		WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> shutdownJettyCustomizer() {
			return (factory) -> factory.addServerCustomizers((server) -> {
				JettyExchangeHandler handler = new JettyExchangeHandler();
				handler.setHandler(server.getHandler());
				server.setHandler(handler);
			});
		}

	}

}
