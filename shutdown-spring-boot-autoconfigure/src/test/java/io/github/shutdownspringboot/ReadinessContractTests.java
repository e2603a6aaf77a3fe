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

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.application.Http2Connection;
import io.github.shutdownspringboot.application.HttpProbe;
import io.github.shutdownspringboot.application.Releasable;
import io.github.shutdownspringboot.application.TestServer;
import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.StageState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What holds on every server while traffic moves away. Time stands still until a test
 * moves it.
 */
@ParameterizedClass
@EnumSource(TestServer.class)
class ReadinessContractTests {

	private static final Duration DELAY = Duration.ofSeconds(5);

	@Parameter
	private TestServer server;

	private ConfigurableApplicationContext context;

	private ManualShutdownClock clock;

	private HttpProbe probe;

	private CompletableFuture<Void> closed = new CompletableFuture<>();

	@AfterEach
	void close() {
		if (this.context == null || this.closed.isDone()) {
			return;
		}
		if (!this.context.isClosed()) {
			this.closed = TestThreads.run(this.context::close);
			awaitDelay();
		}
		endDelay();
	}

	@Test
	void everyResponseIsServedAndClosesItsConnection() {
		start("--shutdown.requests.excluded-paths=/excluded");
		announce();
		for (String path : List.of("/quick", "/nothing", "/elsewhere", "/nowhere", "/failing", "/failing-later",
				"/error-sent", "/timeout", "/excluded", "/actuator/health/liveness", "/actuator/shutdown-status",
				"/actuator/nowhere")) {
			HttpResponse<String> response = this.probe.get(path).join();
			assertThat(response.headers().firstValue("Connection")).as(path).hasValue("close");
			assertThat(response.body()).as(path).doesNotContain("Server shutdown in progress");
		}
		assertThat(this.probe.head("/quick").join().headers().firstValue("Connection")).hasValue("close");
		assertThat(this.probe.get("/quick").join().statusCode()).isEqualTo(200);
		assertThat(this.probe.get("/actuator/health/readiness").join().statusCode()).isEqualTo(503);
		assertThat(this.probe.get("/actuator/health/liveness").join().statusCode()).isEqualTo(200);
		endDelay();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/blocking/1", "/callable", "/deferred", "/nothing-later" })
	void aResponseToARequestThatCameBeforeClosesItsConnectionToo(String path) {
		start();
		CompletableFuture<HttpResponse<String>> response = this.probe.get(path);
		Awaitility.await().until(() -> this.probe.status().get("activeRequests").asInt() == 1);
		announce();
		this.context.getBean(Releasable.class).release();
		assertThat(response).succeedsWithin(30, TimeUnit.SECONDS)
			.satisfies((whole) -> assertThat(whole.headers().firstValue("Connection")).hasValue("close"));
	}

	@Test
	void requestsCountForTheQuietPeriodAndProbesDoNot() {
		start("--shutdown.readiness.quiet-period=2s", "--shutdown.readiness.max-delay=1h");
		announce();
		Duration step = Duration.ofMillis(500);
		for (int i = 0; i < 40; i++) {
			this.clock.advance(step);
			assertThat(this.probe.get("/quick").join().statusCode()).isEqualTo(200);
		}
		assertThat(this.closed).isNotDone();
		Awaitility.await().until(() -> {
			this.clock.advance(step);
			probeUnlessGone("/actuator/health/readiness");
			probeUnlessGone("/readyz");
			return this.closed.isDone();
		});
	}

	@Test
	void whereNobodyListensNothingIsWaitedFor() {
		assumeThat(this.server).as("Netty does not start without a port").isNotEqualTo(TestServer.NETTY);
		start(-1);
		closeWithoutADelay();
	}

	@Test
	void whereOnlyTheManagementListensNothingIsWaitedFor() {
		assumeThat(this.server).as("Netty does not start without a port").isNotEqualTo(TestServer.NETTY);
		start(-1, "--management.server.port=0");
		int port = this.context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
		assertThat(new HttpProbe(port).status().get("state").asString()).isEqualTo("RUNNING");
		closeWithoutADelay();
	}

	@Test
	void anHttp2ConnectionIsServedUntilItIsToldToGoAway() throws IOException {
		start("--server.http2.enabled=true");
		try (Http2Connection connection = Http2Connection.open(this.probe.getPort())) {
			assertThat(connection.get("/quick")).isEqualTo(200);
			announce();
			assertThat(connection.get("/quick")).isEqualTo(200);
			endDelay();
			assertThat(connection.awaitGoAway()).as("error code").isZero();
		}
	}

	/**
	 * As time stands still, a delay is not over by itself. The lifecycle processor goes
	 * on after a while all the same.
	 */
	private void closeWithoutADelay() {
		ShutdownCoordinator coordinator = this.context.getBean(ShutdownCoordinator.class);
		this.closed = TestThreads.run(this.context::close);
		assertThat(this.closed).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(coordinator.getReport().stages()).filteredOn("name", "readiness")
			.extracting(ShutdownReport.Stage::state)
			.containsExactly(StageState.SUCCEEDED);
	}

	private void start(String... arguments) {
		start(0, arguments);
	}

	private void start(int port, String... arguments) {
		List<String> all = new ArrayList<>(this.server.getArguments());
		all.addAll(List.of("--server.port=" + port, "--server.address=127.0.0.1", "--spring.main.banner-mode=off",
				"--management.endpoint.health.probes.add-additional-paths=true",
				"--shutdown.readiness.delay=" + DELAY.toSeconds() + "s",
				"--org.springframework.boot.test.context.SpringBootTestContextBootstrapper=true"));
		all.addAll(List.of(arguments));
		this.context = new SpringApplication(this.server.getApplication(), TimeStandsStill.class)
			.run(all.toArray(String[]::new));
		this.clock = this.context.getBean(ManualShutdownClock.class);
		this.probe = new HttpProbe(((WebServerApplicationContext) this.context).getWebServer().getPort());
	}

	private void announce() {
		this.closed = TestThreads.run(this.context::close);
		awaitDelay();
	}

	private void awaitDelay() {
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.probe.status().get("state").asString()).isEqualTo("DELAYING"));
	}

	private void endDelay() {
		this.clock.advance(DELAY);
		assertThat(this.closed).succeedsWithin(30, TimeUnit.SECONDS);
	}

	/**
	 * Probe, and do not wait for the answer of a server that is gone: Jetty neither
	 * serves nor closes a connection that it accepts at the moment it stops. The end of
	 * the process would reset it.
	 */
	private void probeUnlessGone(String path) {
		CompletableFuture<?> probed = this.probe.get(path).exceptionally((ex) -> null);
		CompletableFuture.anyOf(probed, this.closed).join();
	}

	@Configuration(proxyBeanMethods = false)
	static class TimeStandsStill {

		@Bean
		ManualShutdownClock shutdownClock() {
			return new ManualShutdownClock();
		}

	}

}
