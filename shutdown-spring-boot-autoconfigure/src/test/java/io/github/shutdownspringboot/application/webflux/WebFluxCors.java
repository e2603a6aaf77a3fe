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

package io.github.shutdownspringboot.application.webflux;

import java.util.List;

import io.github.shutdownspringboot.application.CorsWay;

import org.springframework.context.annotation.Bean;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.reactive.config.CorsRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.server.WebFilter;

/**
 * Ways to allow requests of another origin. None is found by a scan.
 */
public final class WebFluxCors {

	private WebFluxCors() {
	}

	static UrlBasedCorsConfigurationSource source() {
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.setAllowedOrigins(List.of(CorsWay.ALLOWED_ORIGIN));
		configuration.setExposedHeaders(List.of("Retry-After"));
		UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
		source.registerCorsConfiguration("/cors/configured", configuration.applyPermitDefaultValues());
		return source;
	}

	public static final class Mapping {

		@Bean
		WebFluxConfigurer corsMapping() {
			return new WebFluxConfigurer() {

				@Override
				public void addCorsMappings(CorsRegistry registry) {
					registry.addMapping("/cors/configured")
						.allowedOrigins(CorsWay.ALLOWED_ORIGIN)
						.exposedHeaders("Retry-After");
				}

			};
		}

	}

	public static final class Filter {

		@Bean
		CorsWebFilter corsFilter() {
			return new CorsWebFilter(source());
		}

	}

	public static final class Source {

		@Bean
		CorsConfigurationSource corsConfigurationSource() {
			return source();
		}

		@Bean
		WebFilter security(CorsConfigurationSource corsConfigurationSource) {
			return new CorsWebFilter(corsConfigurationSource)::filter;
		}

	}

}
