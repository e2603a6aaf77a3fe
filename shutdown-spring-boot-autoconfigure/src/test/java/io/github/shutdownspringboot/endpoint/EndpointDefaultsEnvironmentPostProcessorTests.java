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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EndpointDefaultsEnvironmentPostProcessor}.
 */
class EndpointDefaultsEnvironmentPostProcessorTests {

	private static final String INCLUDE = "management.endpoints.web.exposure.include";

	private static final String PATH = "management.endpoints.web.path-mapping.shutdownstatus";

	@Test
	void theStatusIsExposedByDefault() {
		assertThat(include(Empty.class, Map.of())).containsExactly("health", "shutdownstatus");
	}

	@Test
	void thePathHasADash() {
		try (ConfigurableApplicationContext context = run(Empty.class, Map.of())) {
			assertThat(Binder.get(context.getEnvironment())
				.bind("management.endpoints.web.path-mapping", Bindable.mapOf(String.class, String.class))
				.get()).containsEntry("shutdownstatus", "shutdown-status");
		}
	}

	@Test
	void whatTheUserHasSetCounts() {
		assertThat(include(Empty.class, Map.of(), "--" + INCLUDE + "=info")).containsExactly("info");
	}

	@Test
	void whatTheUserHasSetAsAListCounts() {
		assertThat(include(Empty.class, Map.of(), "--" + INCLUDE + "[0]=info", "--" + INCLUDE + "[1]=env"))
			.containsExactly("info", "env");
	}

	@Test
	void whatTheUserHasSetAsDefaultPropertiesCounts() {
		assertThat(include(Empty.class, Map.of(INCLUDE, "info"))).containsExactly("info");
	}

	@Test
	void whatTheUserHasSetInAPropertySourceCounts() {
		assertThat(include(WithPropertySource.class, Map.of())).containsExactly("info");
	}

	@Test
	void theirSourceHasThemOnlyAsLongAsNobodyHasSetThem() {
		try (ConfigurableApplicationContext context = run(Empty.class, Map.of(INCLUDE, "info"))) {
			EnumerablePropertySource<?> source = (EnumerablePropertySource<?>) context.getEnvironment()
				.getPropertySources()
				.get("shutdownEndpointDefaults");
			assertThat(source.containsProperty(INCLUDE)).isFalse();
			assertThat(source.containsProperty(PATH)).isTrue();
			assertThat(source.getPropertyNames()).containsExactlyInAnyOrder(INCLUDE, PATH);
		}
	}

	@Test
	void whatWrapsTheirSourceIsNotTakenForASettingOfTheUser() {
		try (ConfigurableApplicationContext context = run(Empty.class, Map.of())) {
			MutablePropertySources sources = context.getEnvironment().getPropertySources();
			org.springframework.core.env.PropertySource<?> source = sources.get("shutdownEndpointDefaults");
			assertThat(source).isNotNull();
			sources.replace(source.getName(), new Wrapper(source));
			assertThat(context.getEnvironment().getProperty(INCLUDE)).isEqualTo("health,shutdownstatus");
		}
	}

	@Test
	void thePathThatTheUserHasSetCounts() {
		try (ConfigurableApplicationContext context = run(Empty.class, Map.of(PATH, "drain"))) {
			assertThat(Binder.get(context.getEnvironment())
				.bind("management.endpoints.web.path-mapping", Bindable.mapOf(String.class, String.class))
				.get()).containsExactly(Map.entry("shutdownstatus", "drain"));
		}
	}

	@Test
	void nothingIsExposedWhenDisabled() {
		try (ConfigurableApplicationContext context = run(Empty.class, Map.of(), "--shutdown.enabled=false")) {
			assertThat(context.getEnvironment().getProperty(INCLUDE)).isNull();
		}
	}

	private static List<String> include(Class<?> source, Map<String, Object> defaults, String... args) {
		try (ConfigurableApplicationContext context = run(source, defaults, args)) {
			return Binder.get(context.getEnvironment()).bind(INCLUDE, Bindable.listOf(String.class)).get();
		}
	}

	private static ConfigurableApplicationContext run(Class<?> source, Map<String, Object> defaults, String... args) {
		SpringApplication application = new SpringApplication(source);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(new LinkedHashMap<>(defaults));
		return application.run(args);
	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

	@Configuration(proxyBeanMethods = false)
	@PropertySource("classpath:exposure.properties")
	static class WithPropertySource {

	}

	/**
	 * What reads a source in its place, to decrypt what it says for one.
	 */
	private static final class Wrapper
			extends org.springframework.core.env.PropertySource<org.springframework.core.env.PropertySource<?>> {

		Wrapper(org.springframework.core.env.PropertySource<?> source) {
			super(source.getName(), source);
		}

		@Override
		public @Nullable Object getProperty(String name) {
			return getSource().getProperty(name);
		}

	}

}
