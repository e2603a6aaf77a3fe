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

package io.github.shutdownspringboot.endpoint;

import java.util.Arrays;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.PropertySourceInfo;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.util.ClassUtils;

/**
 * Exposes the status endpoint over HTTP, under a path with a dash, as long as nobody has
 * said what is to be exposed, or where.
 */
class EndpointDefaultsEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final Map<String, Object> DEFAULTS = Map.of("management.endpoints.web.exposure.include",
			"health,shutdownstatus", "management.endpoints.web.path-mapping.shutdownstatus", "shutdown-status");

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		boolean enabled = Binder.get(environment).bind("shutdown.enabled", Boolean.class).orElse(true);
		if (enabled && ClassUtils.isPresent("org.springframework.boot.actuate.endpoint.annotation.Endpoint",
				getClass().getClassLoader())) {
			MutablePropertySources sources = environment.getPropertySources();
			sources.addLast(new UnlessSetPropertySource(sources));
		}
	}

	/**
	 * Ranks below all other sources, wherever they are: those that Spring moves to the
	 * end or adds later, such as the default properties of the application, too. It has
	 * the same names whether they are set or not: Spring Boot reads those of a source
	 * that may change for each property that the application looks for.
	 */
	private static final class UnlessSetPropertySource extends EnumerablePropertySource<MutablePropertySources>
			implements PropertySourceInfo {

		private static final String[] NAMES = DEFAULTS.keySet().toArray(String[]::new);

		UnlessSetPropertySource(MutablePropertySources sources) {
			super("shutdownEndpointDefaults", sources);
		}

		@Override
		public String[] getPropertyNames() {
			return NAMES.clone();
		}

		@Override
		public boolean isImmutable() {
			return true;
		}

		@Override
		public boolean containsProperty(String name) {
			return getProperty(name) != null;
		}

		@Override
		public @Nullable Object getProperty(String name) {
			Object value = DEFAULTS.get(name);
			return (value != null && !isSet(name)) ? value : null;
		}

		private boolean isSet(String name) {
			return getSource().stream()
				.filter((source) -> !equals(source)
						&& !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source))
				.anyMatch((source) -> isSetIn(source, name));
		}

		private static boolean isSetIn(PropertySource<?> source, String name) {
			if (source.containsProperty(name)) {
				return true;
			}
			// An element of a list
			return source instanceof EnumerablePropertySource<?> enumerable
					&& Arrays.stream(enumerable.getPropertyNames())
						.anyMatch((candidate) -> candidate.startsWith(name + "["));
		}

	}

}
