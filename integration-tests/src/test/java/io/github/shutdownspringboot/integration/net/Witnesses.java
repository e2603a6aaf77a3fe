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

package io.github.shutdownspringboot.integration.net;

import java.time.Duration;
import java.util.List;

import io.github.shutdownspringboot.clients.ClientRegistration;
import io.github.shutdownspringboot.coordinator.ClientState;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import org.awaitility.Awaitility;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two clients that look at the connections of others from the other side. The first is
 * closed ahead of them and fails if there is none; the other is closed after them, and
 * not before all connections are gone.
 */
@Configuration(proxyBeanMethods = false)
@Import(Witnesses.First.class)
class Witnesses {

	/**
	 * The order of clients that are closed between the two witnesses.
	 */
	static final int BETWEEN = 10;

	/**
	 * How long a test waits for what must come.
	 */
	static final Duration SOON = Duration.ofSeconds(10);

	@Bean
	ClientRegistration disconnected(Relay relay) {
		return ClientRegistration
			.of("disconnected", () -> Awaitility.await().untilAsserted(() -> assertThat(relay.getOpen()).isZero()))
			.order(BETWEEN + 1);
	}

	/**
	 * Assert that there were connections, then this client was closed, and then there
	 * were none.
	 * @return what is reported of the client
	 */
	static ShutdownReport.Client assertClosed(ShutdownReport report, String client) {
		assertThat(report.clients()).extracting(ShutdownReport.Client::name)
			.containsExactly("connected", client, "disconnected");
		assertThat(report.clients()).allSatisfy((each) -> assertThat(each.state()).isEqualTo(ClientState.CLOSED));
		assertThat(report.outcome()).isEqualTo(ShutdownOutcome.CLEAN);
		return List.copyOf(report.clients()).get(1);
	}

	/**
	 * The first witness alone.
	 */
	@Configuration(proxyBeanMethods = false)
	static class First {

		@Bean
		ClientRegistration connected(Relay relay) {
			return ClientRegistration.of("connected", () -> assertThat(relay.getOpen()).isPositive())
				.order(BETWEEN - 1);
		}

	}

}
