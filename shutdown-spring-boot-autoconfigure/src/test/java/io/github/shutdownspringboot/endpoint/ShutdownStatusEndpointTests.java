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

import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import io.github.shutdownspringboot.coordinator.StatusContributor;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ShutdownStatusEndpoint}.
 */
class ShutdownStatusEndpointTests {

	private final SecurityContext user = mock(SecurityContext.class);

	ShutdownStatusEndpointTests() {
		given(this.user.getPrincipal()).willReturn(mock(Principal.class));
		given(this.user.isUserInRole("OPERATOR")).willReturn(true);
	}

	@Test
	void thePlanIsShownWhileRunning() {
		Map<String, Object> status = status(Show.NEVER, Set.of(), SecurityContext.NONE);
		assertThat(status).containsEntry("state", "RUNNING")
			.containsEntry("shutdownInitiated", false)
			.containsEntry("remaining", "PT28S")
			.containsEntry("worstCase", "PT0S")
			.containsKey("stages");
		assertThat(status).doesNotContainKeys("shutdownId", "trigger", "startedAt", "elapsed");
	}

	@Test
	void countsAreForEverybodyAndDetailsAreNot() {
		Map<String, Object> status = status(Show.NEVER, Set.of(), this.user);
		assertThat(status).containsEntry("activeThings", 2L).doesNotContainKey("things");
	}

	@Test
	void detailsAreShownAlwaysIfTheUserWantsIt() {
		assertThat(status(Show.ALWAYS, Set.of(), SecurityContext.NONE)).containsKey("things");
	}

	@Test
	void detailsAreShownToTheAuthorized() {
		assertThat(status(Show.WHEN_AUTHORIZED, Set.of(), SecurityContext.NONE)).doesNotContainKey("things");
		assertThat(status(Show.WHEN_AUTHORIZED, Set.of(), this.user)).containsKey("things");
		assertThat(status(Show.WHEN_AUTHORIZED, Set.of("OPERATOR"), this.user)).containsKey("things");
		assertThat(status(Show.WHEN_AUTHORIZED, Set.of("ADMIN"), this.user)).doesNotContainKey("things");
	}

	@Test
	void whatHadNotEndedIsShownToTheAuthorizedOnly() {
		ShutdownReport.Unfinished unfinished = new ShutdownReport.Unfinished("import secret", Duration.ofSeconds(3),
				"pool-1", List.of("com.example.Import.run(Import.java:17)"));
		ShutdownCoordinator coordinator = mock(ShutdownCoordinator.class);
		given(coordinator.getReport()).willReturn(new ShutdownReport(ShutdownState.CLOSING, ShutdownOutcome.TIMED_OUT,
				"id", "SIGTERM", Instant.EPOCH, Duration.ofSeconds(3), Duration.ZERO, Duration.ZERO, List.of(),
				List.of(), List.of(unfinished)));
		ShutdownStatusEndpoint endpoint = new ShutdownStatusEndpoint(coordinator, List.of(),
				properties(Show.WHEN_AUTHORIZED, Set.of()));
		assertThat(endpoint.status(SecurityContext.NONE).toString()).doesNotContain("unfinished", "secret", "Import");
		assertThat(endpoint.status(this.user)).containsEntry("unfinished", List.of(Map.of("what", "import secret",
				"age", "PT3S", "thread", "pool-1", "stack", List.of("com.example.Import.run(Import.java:17)"))));
	}

	private static Map<String, Object> status(Show show, Set<String> roles, SecurityContext securityContext) {
		StatusContributor contributor = new StatusContributor() {

			@Override
			public Map<String, Long> getCounts() {
				return Map.of("activeThings", 2L);
			}

			@Override
			public Map<String, List<Map<String, Object>>> getDetails() {
				return Map.of("things", List.of(Map.of("name", "secret")));
			}

		};
		AtomicReference<Map<String, Object>> status = new AtomicReference<>(Map.of());
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ShutdownCoordinatorAutoConfiguration.class))
			.run((context) -> status.set(new ShutdownStatusEndpoint(context.getBean(ShutdownCoordinator.class),
					List.of(contributor), properties(show, roles))
				.status(securityContext)));
		return status.get();
	}

	private static ShutdownStatusEndpointProperties properties(Show show, Set<String> roles) {
		ShutdownStatusEndpointProperties properties = new ShutdownStatusEndpointProperties();
		properties.setShowDetails(show);
		properties.setRoles(roles);
		return properties;
	}

}
