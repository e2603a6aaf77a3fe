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

import io.github.shutdownspringboot.coordinator.ConditionalOnShutdown;
import io.github.shutdownspringboot.requests.RequestGate;
import io.github.shutdownspringboot.requests.RequestsAutoConfiguration;
import org.apache.catalina.Valve;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for what Tomcat needs whatever runs on it,
 * servlets or Spring WebFlux.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = RequestsAutoConfiguration.class)
@ConditionalOnShutdown(bean = "shutdownRequestGate")
@ConditionalOnClass({ Valve.class, ConfigurableTomcatWebServerFactory.class })
public final class TomcatRequestsAutoConfiguration {

	@Bean
	WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> shutdownTomcatCustomizer(
			RequestGate shutdownRequestGate, BeanFactory beanFactory) {
		return (factory) -> {
			// Lets in no body before the filter has let in its request
			if (beanFactory.containsBean("shutdownInFlightRequestFilter")) {
				factory.addEngineValves(new TomcatExchangeValve(shutdownRequestGate));
			}
			factory.addEngineValves(new TomcatPausedRequestValve(shutdownRequestGate));
		};
	}

}
