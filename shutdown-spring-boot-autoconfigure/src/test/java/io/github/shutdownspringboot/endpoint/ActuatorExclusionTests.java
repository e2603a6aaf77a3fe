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

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.ExposableEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

/**
 * Tests for {@link ActuatorExclusion}.
 */
class ActuatorExclusionTests {

	@Test
	void endpointsOnThePortOfTheApplicationAreExcluded() {
		ActuatorExclusion exclusion = new ActuatorExclusion(() -> endpoints("/actuator"), "", true);
		assertThat(List.of("/actuator", "/actuator/health", "/actuator/health/liveness", "/livez"))
			.allMatch(exclusion::excludes);
		assertThat(List.of("/", "/actuators", "/api/actuator", "/livezz")).noneMatch(exclusion::excludes);
	}

	@Test
	void endpointsAtTheRootAreExcludedOneByOne() {
		ActuatorExclusion exclusion = new ActuatorExclusion(() -> endpoints("/"), "", true);
		assertThat(List.of("/health", "/health/liveness", "/livez")).allMatch(exclusion::excludes);
		assertThat(List.of("/", "/api", "/healthy")).noneMatch(exclusion::excludes);
	}

	@Test
	void withAPortOfTheirOwnOnlyAdditionalPathsAreExcluded() {
		ActuatorExclusion exclusion = new ActuatorExclusion(() -> endpoints("/actuator"), "", false);
		assertThat(exclusion.excludes("/livez")).isTrue();
		assertThat(exclusion.excludes("/actuator/health")).isFalse();
	}

	@Test
	void thePathOfTheDispatcherServletStandsBeforeThem() {
		ActuatorExclusion exclusion = new ActuatorExclusion(() -> endpoints("/actuator"), "/mvc", true);
		assertThat(List.of("/mvc/actuator/health", "/mvc/livez")).allMatch(exclusion::excludes);
		assertThat(exclusion.excludes("/actuator/health")).isFalse();
	}

	@Test
	void withoutEndpointsNothingIsExcluded() {
		ActuatorExclusion exclusion = new ActuatorExclusion(() -> null, "", true);
		assertThat(exclusion.excludes("/actuator/health")).isFalse();
	}

	private static PathMappedEndpoints endpoints(String basePath) {
		PathMappedEndpoint health = (PathMappedEndpoint) mock(ExposableEndpoint.class,
				withSettings().extraInterfaces(PathMappedEndpoint.class));
		given(((ExposableEndpoint<?>) health).getEndpointId()).willReturn(EndpointId.of("health"));
		given(health.getRootPath()).willReturn("health");
		given(health.getAdditionalPaths(WebServerNamespace.SERVER)).willReturn(List.of("livez"));
		return new PathMappedEndpoints(basePath, () -> List.of((ExposableEndpoint<?>) health));
	}

}
