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

package io.github.shutdownspringboot.integration.data;

import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.github.shutdownspringboot.clients.ClientRegistration;
import io.github.shutdownspringboot.coordinator.ClientState;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import org.awaitility.Awaitility;
import org.hamcrest.Matchers;

import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose closing order has a witness right before its clients and one right
 * after them. They ask the server how many connections the clients have: it has some the
 * first time and none the second only if the clients are closed in between. What Spring
 * closes is closed later.
 */
abstract class WitnessedApplication {

	private static final String BEFORE = "before";

	private static final String AFTER = "after";

	private final Callable<Integer> connections;

	/**
	 * Create an application.
	 * @param connections asks the server for the number of connections
	 */
	WitnessedApplication(Callable<Integer> connections) {
		this.connections = connections;
	}

	@Bean
	ClientRegistration before() {
		return ClientRegistration.of(BEFORE, () -> assertThat(this.connections.call()).isPositive());
	}

	@Bean
	ClientRegistration after() {
		return ClientRegistration.of(AFTER, () -> Awaitility.await().until(this.connections, Matchers.equalTo(0)));
	}

	static String closingOrder(String... clients) {
		return "shutdown.clients.order=" + String.join(",", withWitnesses(clients));
	}

	static void assertClosedInOrder(ShutdownReport report, String... clients) {
		assertThat(report.clients())
			.allSatisfy((client) -> assertThat(client.state()).as(client.toString()).isEqualTo(ClientState.CLOSED));
		assertThat(report.clients()).extracting(ShutdownReport.Client::name).containsExactly(withWitnesses(clients));
		assertThat(report.outcome()).isEqualTo(ShutdownOutcome.CLEAN);
	}

	private static String[] withWitnesses(String... clients) {
		return Stream.of(Stream.of(BEFORE), Stream.of(clients), Stream.of(AFTER))
			.flatMap((names) -> names)
			.toArray(String[]::new);
	}

}
