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

package io.github.shutdownspringboot.streams.servlet;

import java.util.EnumSet;

import io.github.shutdownspringboot.coordinator.ConditionalOnShutdown;
import io.github.shutdownspringboot.http.StreamMediaTypes;
import io.github.shutdownspringboot.streams.StreamRegistry;
import io.github.shutdownspringboot.streams.StreamsAutoConfiguration;
import jakarta.servlet.DispatcherType;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * {@link AutoConfiguration Auto-configuration} for streams of servlet containers.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = StreamsAutoConfiguration.class)
@ConditionalOnShutdown(bean = "shutdownStreamRegistry")
@ConditionalOnClass(FilterRegistrationBean.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public final class ServletStreamsAutoConfiguration {

	@Bean
	FilterRegistrationBean<StreamFilter> shutdownStreamFilter(StreamRegistry shutdownStreamRegistry,
			StreamMediaTypes shutdownStreamMediaTypes) {
		FilterRegistrationBean<StreamFilter> registration = new FilterRegistrationBean<>(
				new StreamFilter(shutdownStreamRegistry, shutdownStreamMediaTypes));
		// Just inside the filter that tracks requests
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
		registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
		return registration;
	}

}
