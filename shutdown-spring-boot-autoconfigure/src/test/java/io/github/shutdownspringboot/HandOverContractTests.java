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

package io.github.shutdownspringboot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.shutdownspringboot.application.TestServer;
import io.github.shutdownspringboot.application.fleet.FleetApplication;
import io.github.shutdownspringboot.coordinator.StatusContributor;
import io.github.shutdownspringboot.fleet.HttpConnection;
import io.github.shutdownspringboot.fleet.RequestLoad;
import io.github.shutdownspringboot.fleet.RequestOutcome;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of requests that come at the very moment an application stops, without any
 * delay. Those that it serves get a whole answer, and those that come in the moment
 * between the end of the drain and the close of the socket are refused.
 */
@ParameterizedClass
@EnumSource(TestServer.class)
class HandOverContractTests {

	/**
	 * How many there are of each kind.
	 */
	private static final int CLIENTS = 12;

	@Parameter
	private TestServer server;

	@RepeatedTest(3)
	void whoeverIsServedIsAnswered() throws InterruptedException {
		ConfigurableApplicationContext context = start();
		int port = ((WebServerApplicationContext) context).getWebServer().getPort();
		FleetApplication.Controller controller = context.getBean(FleetApplication.Controller.class);
		List<StatusContributor> contributors = context.getBeanProvider(StatusContributor.class).stream().toList();
		try (RequestLoad load = RequestLoad.start(port, CLIENTS, Duration.ZERO,
				(connection) -> connection.get("/quick"))) {
			Awaitility.await().until(() -> load.count(RequestOutcome.ANSWERED) > 500);
			context.close();
			Map<RequestOutcome, Long> outcomes = load.stop();
			System.out.println(this.server + " without a delay: " + outcomes);
			assertThat(outcomes.get(RequestOutcome.TRUNCATED)).isZero();
			assertThat(outcomes.get(RequestOutcome.FAILED)).isZero();
			assertThat(outcomes.get(RequestOutcome.ANSWERED)).isEqualTo(controller.getServed());
			long refused = contributors.stream()
				.mapToLong((contributor) -> contributor.getCounts().getOrDefault("rejectedRequests", 0L))
				.sum();
			// Until the server stops it hears of connections that it has accepted before,
			// and
			// then cuts the refusal that a client may be waiting for
			assertThat(outcomes.get(RequestOutcome.TURNED_AWAY)).isBetween(refused - 2 * CLIENTS, refused);
		}
	}

	@Test
	void anIdleConnectionIsClosedInAnOrderlyWay() {
		ConfigurableApplicationContext context = start();
		try (HttpConnection connection = new HttpConnection(
				((WebServerApplicationContext) context).getWebServer().getPort())) {
			assertThat(connection.get("/quick")).isEqualTo(RequestOutcome.ANSWERED);
			context.close();
			assertThat(connection.awaitEnd()).isTrue();
		}
	}

	private ConfigurableApplicationContext start() {
		List<String> arguments = new ArrayList<>(this.server.getArguments());
		arguments.addAll(List.of("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off",
				"--org.springframework.boot.test.context.SpringBootTestContextBootstrapper=true"));
		return SpringApplication.run(FleetApplication.class, arguments.toArray(String[]::new));
	}

}
