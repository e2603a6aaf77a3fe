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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import io.github.shutdownspringboot.application.TestServer;
import io.github.shutdownspringboot.application.fleet.FleetApplication;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.ShutdownPhases;
import io.github.shutdownspringboot.coordinator.ShutdownStage;
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
 * between the end of the drain and the close of the socket are refused, and see it.
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
	void whoeverIsServedIsAnsweredAndWhoeverIsRefusedIsTold() throws InterruptedException {
		AtomicReference<BooleanSupplier> allAreTold = new AtomicReference<>();
		ConfigurableApplicationContext context = start(new AwaitingStage(allAreTold));
		int port = ((WebServerApplicationContext) context).getWebServer().getPort();
		FleetApplication.Controller controller = context.getBean(FleetApplication.Controller.class);
		ShutdownCoordinator coordinator = context.getBean(ShutdownCoordinator.class);
		List<StatusContributor> contributors = context.getBeanProvider(StatusContributor.class).stream().toList();
		try (RequestLoad load = RequestLoad.start(port, CLIENTS, Duration.ZERO,
				(connection) -> connection.get("/quick"))) {
			Awaitility.await().until(() -> load.count(RequestOutcome.ANSWERED) > 500);
			allAreTold.set(() -> load.count(RequestOutcome.TURNED_AWAY) == countRefused(contributors));
			context.close();
			Map<RequestOutcome, Long> outcomes = load.stop();
			System.out.println(this.server + " without a delay: " + outcomes);
			assertThat(outcomes.get(RequestOutcome.TRUNCATED)).isZero();
			assertThat(outcomes.get(RequestOutcome.FAILED)).isZero();
			assertThat(outcomes.get(RequestOutcome.ANSWERED)).isEqualTo(controller.getServed());
			assertThat(coordinator.getReport().outcome()).isEqualTo(ShutdownOutcome.CLEAN);
			// Until the server stops it hears of connections that it has accepted before.
			// It then cuts the refusal that the client of one is waiting for
			long cut = Math.min(outcomes.get(RequestOutcome.RESET) + outcomes.get(RequestOutcome.RESET_ON_REUSE),
					2 * CLIENTS);
			long refused = countRefused(contributors);
			assertThat(outcomes.get(RequestOutcome.TURNED_AWAY)).isBetween(refused - cut, refused);
		}
	}

	private static long countRefused(List<StatusContributor> contributors) {
		return contributors.stream()
			.mapToLong((contributor) -> contributor.getCounts().getOrDefault("rejectedRequests", 0L))
			.sum();
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

	private ConfigurableApplicationContext start(ShutdownStage... stages) {
		List<String> arguments = new ArrayList<>(this.server.getArguments());
		arguments.addAll(List.of("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off",
				"--org.springframework.boot.test.context.SpringBootTestContextBootstrapper=true"));
		SpringApplication application = new SpringApplication(FleetApplication.class);
		for (ShutdownStage stage : stages) {
			application.addInitializers(
					(context) -> context.getBeanFactory().registerSingleton(stage.getName() + "Stage", stage));
		}
		return application.run(arguments.toArray(String[]::new));
	}

	/**
	 * Waits for a condition after the sockets are closed and before the server stops.
	 *
	 * @param condition the condition, to be set before the shutdown
	 */
	private record AwaitingStage(AtomicReference<BooleanSupplier> condition) implements ShutdownStage {

		@Override
		public String getName() {
			return "awaiting";
		}

		@Override
		public int getPhase() {
			return ShutdownPhases.SETTLE - 1;
		}

		@Override
		public Duration getTimeout() {
			return Duration.ofSeconds(10);
		}

		@Override
		public CompletionStage<?> run(Duration budget) {
			Awaitility.await().atMost(budget).until(() -> this.condition.get().getAsBoolean());
			return CompletableFuture.completedFuture(null);
		}

	}

}
