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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Knows from the server how many connections the clients of an application have. It
 * stands in the closing order twice, right before the clients and right after them. Only
 * if they are closed in their place, has the server connections the first time and loses
 * them by the second, when nothing of what Spring closes later is closed.
 */
final class ConnectionWitness {

	private static final String BEFORE = "before";

	private static final String AFTER = "after";

	private final Callable<Integer> connections;

	/**
	 * Create a witness.
	 * @param connections asks the server for the number of connections
	 */
	ConnectionWitness(Callable<Integer> connections) {
		this.connections = connections;
	}

	ClientRegistration before() {
		return ClientRegistration.of(BEFORE, () -> assertThat(this.connections.call()).isPositive());
	}

	ClientRegistration after() {
		return ClientRegistration.of(AFTER, () -> Awaitility.await().until(this.connections, Matchers.equalTo(0)));
	}

	static String closingOrder(String... clients) {
		return "shutdown.clients.order=" + String.join(",", withWitness(clients));
	}

	static void assertClosedInOrder(ShutdownReport report, String... clients) {
		assertThat(report.clients())
			.allSatisfy((client) -> assertThat(client.state()).as(client.toString()).isEqualTo(ClientState.CLOSED));
		assertThat(report.clients()).extracting(ShutdownReport.Client::name).containsExactly(withWitness(clients));
		assertThat(report.outcome()).isEqualTo(ShutdownOutcome.CLEAN);
	}

	private static String[] withWitness(String... clients) {
		return Stream.of(Stream.of(BEFORE), Stream.of(clients), Stream.of(AFTER))
			.flatMap((names) -> names)
			.toArray(String[]::new);
	}

}
