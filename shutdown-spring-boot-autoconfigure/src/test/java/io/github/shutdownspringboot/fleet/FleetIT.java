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

package io.github.shutdownspringboot.fleet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.shutdownspringboot.application.TestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Restarts all replicas of an application, one after the other and three times over,
 * behind a real load balancer and under load. No request is lost.
 */
@Tag("fleet")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
class FleetIT {

	private static final int ROUNDS = 3;

	private static final int STREAMS = 50;

	private static final Duration RETRY = Duration.ofSeconds(1);

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource({ "HAPROXY, 2, TOMCAT", "HAPROXY, 4, JETTY", "NGINX, 2, JETTY", "NGINX, 4, TOMCAT" })
	void noRequestIsLost(Balancer balancer, int size, TestServer server) throws Exception {
		try (Fleet fleet = start(balancer, size, server, "--shutdown.readiness.delay=2s",
				"--shutdown.readiness.quiet-period=" + balancer.getQuietPeriod(),
				"--shutdown.streams.retry=" + RETRY.toMillis() + "ms")) {
			Result result = restartAll(fleet, ROUNDS);
			System.out.printf("%s, %d replicas on %s: %s%n", balancer, size, server, result);
			assertThat(result.requests()).as(fleet.getBalancerLog()).allSatisfy((outcome, count) -> {
				if (outcome == RequestOutcome.ANSWERED) {
					assertThat(count).isPositive();
				}
				else {
					assertThat(count).as(outcome.name()).isZero();
				}
			});
			assertThat(fleet.getOrders()).as("none lost and none taken twice")
				.containsExactlyInAnyOrderElementsOf(result.orders());
			assertThat(result.streams().getLostEvents()).isZero();
			assertThat(result.streams().getCuts()).isZero();
			assertThat(result.streams().getFailedAttempts()).isZero();
			assertThat(result.streams().getGoodbyes()).isGreaterThanOrEqualTo(STREAMS * ROUNDS);
			assertThat(result.streams().getReturns()).isEqualTo(result.streams().getGoodbyes());
			assertThat(result.streams().getSameReplica()).isZero();
			assertThat(result.streams().getLongestAbsence()).isLessThan(EventClient.UNTOLD_RETRY);
		}
	}

	/**
	 * What Spring Boot does by itself, for comparison.
	 * @throws Exception if the fleet cannot be started
	 */
	@Test
	void withoutTheStarterStreamsAreCut() throws Exception {
		try (Fleet fleet = start(Balancer.HAPROXY, 2, TestServer.TOMCAT, "--shutdown.enabled=false",
				"--spring.lifecycle.timeout-per-shutdown-phase=3s")) {
			Result result = restartAll(fleet, 1);
			System.out.printf("Without the starter, one round: %s%n", result);
			assertThat(result.requests().get(RequestOutcome.ANSWERED)).isPositive();
			assertThat(result.streams().getGoodbyes()).isZero();
			assertThat(result.streams().getCuts()).isPositive();
		}
	}

	private Fleet start(Balancer balancer, int size, TestServer server, String... arguments) throws Exception {
		return Fleet.start(server, balancer, size, this.directory, arguments);
	}

	private static Result restartAll(Fleet fleet, int rounds) throws Exception {
		OrderBook orders = new OrderBook();
		try (StreamLoad streams = StreamLoad.start(fleet.getPort(), STREAMS, "/events");
				RequestLoad requests = RequestLoad.start(fleet.getPort(), 8, Duration.ofMillis(50),
						(connection) -> connection.get("/quick"), orders::place,
						(connection) -> connection.get("/quick"), (connection) -> connection.get("/slow"))) {
			Awaitility.await().until(() -> streams.getCounts().getEvents() > 10 * STREAMS);
			for (int round = 0; round < rounds; round++) {
				for (int index = 0; index < fleet.getSize(); index++) {
					assertThat(fleet.stop(index)).isEqualTo(143);
					// A JVM that starts would take the processor from clients that come
					// back
					Awaitility.await().atMost(Duration.ofSeconds(30)).until(streams.getCounts()::areAllBack);
					fleet.startAgain(index);
				}
			}
			return new Result(requests.stop(), orders.getConfirmed(), streams.getCounts());
		}
	}

	private record Result(Map<RequestOutcome, Long> requests, List<String> orders, StreamCounts streams) {

		@Override
		public String toString() {
			return this.requests + ", " + this.orders.size() + " of them orders; " + this.streams;
		}

	}

}
