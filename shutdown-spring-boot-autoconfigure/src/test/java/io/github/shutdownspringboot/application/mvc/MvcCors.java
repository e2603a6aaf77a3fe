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

package io.github.shutdownspringboot.application.mvc;

import java.util.List;

import io.github.shutdownspringboot.application.CorsWay;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Ways to allow requests of another origin. None is found by a scan.
 */
public final class MvcCors {

	private MvcCors() {
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
		WebMvcConfigurer corsMapping() {
			return new WebMvcConfigurer() {

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
		CorsFilter corsFilter() {
			return new CorsFilter(source());
		}

	}

	public static final class RegisteredFilter {

		@Bean
		FilterRegistrationBean<CorsFilter> corsFilterRegistration() {
			FilterRegistrationBean<CorsFilter> registration = new FilterRegistrationBean<>(new CorsFilter(source()));
			registration.addUrlPatterns("/cors/*");
			return registration;
		}

	}

	public static final class Source {

		@Bean
		CorsConfigurationSource corsConfigurationSource() {
			return source();
		}

		@Bean
		jakarta.servlet.Filter security(CorsConfigurationSource corsConfigurationSource) {
			return new CorsFilter(corsConfigurationSource)::doFilter;
		}

	}

}
