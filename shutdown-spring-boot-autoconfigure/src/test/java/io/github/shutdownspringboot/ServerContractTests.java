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
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.github.shutdownspringboot.application.Body;
import io.github.shutdownspringboot.application.HttpProbe;
import io.github.shutdownspringboot.application.Releasable;
import io.github.shutdownspringboot.application.TestServer;
import io.github.shutdownspringboot.coordinator.StatusContributor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What holds on every server: nothing is counted twice or not at all, nothing is cut, and
 * what comes too late is told so.
 */
@ParameterizedClass
@EnumSource(TestServer.class)
@ExtendWith(OutputCaptureExtension.class)
class ServerContractTests {

	private static final String EVENTS = """
			data:{"type":"error","error":"Server shutdown in progress","code":"server_shutdown","retryAfter":1000}

			data:{"type":"done","reason":"shutdown"}

			""";

	@Parameter
	private TestServer server;

	private ConfigurableApplicationContext context;

	private HttpProbe probe;

	@AfterEach
	void close() {
		if (this.context != null && !this.context.isClosed()) {
			this.context.getBeanProvider(Releasable.class).ifAvailable(Releasable::release);
			this.context.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/blocking/1", "/callable", "/deferred" })
	void aRequestIsInFlightUntilTheEndOfItsResponse(String path) {
		start();
		CompletableFuture<HttpResponse<String>> response = this.probe.get(path);
		awaitCount("activeRequests", 1);
		release();
		assertThat(response.join().body()).isEqualTo(Body.TEXT);
		awaitCount("activeRequests", 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/callable", "/deferred" })
	void anAsynchronousRequestThatIsNotAnsweredInTimeIsAnswered503(String path, CapturedOutput output) {
		start("--shutdown.requests.timeout=500ms", "--shutdown.work.timeout=500ms");
		CompletableFuture<HttpResponse<String>> response = this.probe.get(path);
		awaitCount("activeRequests", 1);
		CompletableFuture<Void> closed = TestThreads.run(this.context::close);
		assertThat(response).succeedsWithin(60, TimeUnit.SECONDS).satisfies((answer) -> {
			assertThat(answer.statusCode()).isEqualTo(503);
			assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
			assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
			assertThat(answer.body()).contains("Server shutdown in progress");
		});
		assertThat(closed).succeedsWithin(60, TimeUnit.SECONDS);
		assertThat(output).contains("Stage 'requests' timed out")
			.contains("Unfinished: request GET " + path)
			.contains("Shutdown completed: TIMED_OUT");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/quick", "/failing", "/failing-later", "/error-sent", "/timeout", "/nowhere" })
	void aRequestIsNotInFlightAfterAnyEnd(String path) {
		start();
		for (int i = 0; i < 3; i++) {
			assertThat(this.probe.get(path).join().statusCode()).isGreaterThanOrEqualTo(200);
		}
		awaitCount("activeRequests", 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/blocking/1", "/callable", "/deferred" })
	void aRequestWhoseClientHasLeftIsNotInFlightAfterItsEnd(String path) throws IOException {
		start();
		try (Socket client = this.probe.open(path)) {
			awaitCount("activeRequests", 1);
		}
		release();
		awaitCount("activeRequests", 0);
	}

	/**
	 * A functional stream is left out: on Jetty nobody tells it that its client has left
	 * until the connection has been idle for 30 seconds.
	 * @param path the path of the stream
	 * @throws IOException if the client cannot connect
	 */
	@ParameterizedTest
	@ValueSource(strings = { "/sse/emitter", "/sse/flux" })
	void aStreamIsCountedAsAStreamUntilItsClientLeaves(String path) throws IOException {
		start();
		try (Socket client = this.probe.open(path)) {
			awaitCount("activeStreams", 1);
			assertThat(count("activeRequests")).isZero();
		}
		awaitCount("activeStreams", 0);
		assertThat(count("activeRequests")).isZero();
	}

	@Test
	void aStreamThatEndsByItselfGetsNoEventsOfOurs() {
		start();
		assertThat(this.probe.get("/sse/finite?count=3").join().body())
			.isEqualTo("data:finite 0\n\ndata:finite 1\n\ndata:finite 2\n\n");
		awaitCount("activeStreams", 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/sse/emitter", "/sse/flux", "/sse/functional", "/sse/silent" })
	void aStreamIsToldGoodbye(String path) {
		start();
		CompletableFuture<HttpResponse<String>> stream = this.probe.get(path);
		awaitCount("activeStreams", 1);
		this.context.close();
		assertThat(stream).succeedsWithin(30, TimeUnit.SECONDS).satisfies((response) -> {
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).endsWith(EVENTS);
			String before = response.body().substring(0, response.body().length() - EVENTS.length());
			assertThat(before).matches("(data:\\w+ \\d+\n\n|id:\\d+\ndata:\\w+ \\d+\n\n)*");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "/sse/emitter", "/sse/flux", "/sse/functional", "/sse/silent" })
	void aStreamWhoseClientHasLeftDoesNotHoldTheShutdown(String path, CapturedOutput output) throws IOException {
		start();
		try (Socket client = this.probe.open(path)) {
			awaitCount("activeStreams", 1);
		}
		this.context.close();
		assertThat(output).contains("Shutdown completed: CLEAN").doesNotContain(" ERROR ");
	}

	@Test
	void aStreamMayEndByItselfWithinItsGrace() {
		start("--shutdown.streams.grace=20s");
		CompletableFuture<HttpResponse<String>> stream = this.probe.get("/sse/finite?count=5");
		awaitCount("activeStreams", 1);
		this.context.close();
		assertThat(stream).succeedsWithin(30, TimeUnit.SECONDS)
			.satisfies((response) -> assertThat(response.body()).endsWith("data:finite 4\n\n"));
	}

	@Test
	void whileDrainingNewRequestsAreTurnedAwayAndThoseInFlightEnd() {
		start();
		List<CompletableFuture<HttpResponse<String>>> inFlight = List.of(this.probe.get("/blocking/1"),
				this.probe.get("/callable"), this.probe.get("/deferred"));
		awaitCount("activeRequests", 3);
		CompletableFuture<Void> closed = closeAndAwaitDraining();

		HttpResponse<String> refused = this.probe.get("/quick").join();
		assertThat(refused.statusCode()).isEqualTo(503);
		assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
		assertThat(refused.headers().firstValue("Connection")).hasValue("close");
		assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(refused.body()).contains("\"status\":503");

		HttpResponse<String> lateStream = this.probe.get("/sse/emitter", "Accept", "text/event-stream").join();
		assertThat(lateStream.statusCode()).isEqualTo(200);
		assertThat(lateStream.headers().firstValue("Content-Type")).hasValue("text/event-stream");
		assertThat(lateStream.body()).isEqualTo("retry:1000\n\n" + EVENTS);

		JsonNode status = this.probe.status();
		assertThat(status.get("state").asString()).isEqualTo("DRAINING");
		assertThat(status.get("shutdownInitiated").asBoolean()).isTrue();
		assertThat(status.get("activeRequests").asInt()).isEqualTo(3);
		assertThat(status.get("rejectedRequests").asInt()).isEqualTo(2);
		assertThat(status.get("trigger").asString()).isEqualTo("CONTEXT_CLOSE");
		assertThat(status.get("inFlight").findValuesAsString("path")).containsExactlyInAnyOrder("/blocking/{id}",
				"/callable", "/deferred");
		assertThat(this.probe.get("/actuator/health/readiness").join().statusCode()).isEqualTo(503);
		assertThat(this.probe.get("/actuator/health/liveness").join().statusCode()).isEqualTo(200);

		release();
		inFlight.forEach((response) -> assertThat(response).succeedsWithin(30, TimeUnit.SECONDS).satisfies((whole) -> {
			assertThat(whole.body()).isEqualTo(Body.TEXT);
			assertThat(whole.headers().firstValue("Connection")).hasValue("close");
		}));
		assertThat(closed).succeedsWithin(30, TimeUnit.SECONDS);
	}

	@Test
	void whileDrainingAHeadRequestIsRefusedToo() {
		start();
		CompletableFuture<HttpResponse<String>> inFlight = this.probe.get("/blocking/1");
		awaitCount("activeRequests", 1);
		CompletableFuture<Void> closed = closeAndAwaitDraining();
		assertThat(this.probe.head("/quick").join().statusCode()).isEqualTo(503);
		release();
		assertThat(inFlight).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(closed).succeedsWithin(30, TimeUnit.SECONDS);
	}

	@Test
	void aStreamThatBeginsWhileDrainingKeepsItsHeadAndIsToldGoodbye() {
		start();
		CompletableFuture<HttpResponse<String>> stream = this.probe.get("/sse/late");
		awaitCount("activeRequests", 1);
		CompletableFuture<Void> closed = closeAndAwaitDraining();
		release();
		assertThat(stream).succeedsWithin(30, TimeUnit.SECONDS).satisfies((response) -> {
			assertThat(response.headers().map().keySet())
				.filteredOn((name) -> name.toLowerCase(Locale.ROOT).startsWith("x-header-"))
				.hasSize(200);
			assertThat(response.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
			assertThat(response.body()).matches("(data:late\n\n)?" + Pattern.quote(EVENTS));
		});
		assertThat(closed).succeedsWithin(30, TimeUnit.SECONDS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/sse/reset", "/sse/changed" })
	void aResponseThatTurnsOutToBeNoStreamIsLeftAlone(String path) {
		assumeThat(this.server).as("a reactive response cannot be reset").isNotEqualTo(TestServer.NETTY);
		start();
		CompletableFuture<HttpResponse<String>> response = this.probe.get(path);
		awaitCount("activeRequests", 1);
		CompletableFuture<Void> closed = closeAndAwaitDraining();
		assertThat(count("activeStreams")).isZero();
		release();
		assertThat(response).succeedsWithin(30, TimeUnit.SECONDS).satisfies((whole) -> {
			assertThat(whole.statusCode()).isEqualTo(409);
			assertThat(whole.body()).isEqualTo("conflict");
		});
		assertThat(closed).succeedsWithin(30, TimeUnit.SECONDS);
	}

	@Test
	void aStreamThatIsOnePublisherWithoutEndIsToldGoodbye() {
		assumeThat(this.server).as("a servlet has no publishers").isEqualTo(TestServer.NETTY);
		start();
		CompletableFuture<HttpResponse<String>> stream = this.probe.get("/sse/endless");
		awaitCount("activeStreams", 1);
		this.context.close();
		assertThat(stream).succeedsWithin(30, TimeUnit.SECONDS)
			.satisfies((response) -> assertThat(response.body())
				.matches("(data:endless \\d+\n\n)*" + Pattern.quote(EVENTS)));
	}

	@Test
	void anEventThatIsNeverFinishedIsEndedBeforeTheGoodbye() {
		assumeThat(this.server).as("a servlet of the tests does not tear events").isEqualTo(TestServer.NETTY);
		start("--shutdown.streams.write-timeout=100ms");
		CompletableFuture<HttpResponse<String>> stream = this.probe.get("/sse/torn");
		awaitCount("activeStreams", 1);
		this.context.close();
		assertThat(stream).succeedsWithin(30, TimeUnit.SECONDS)
			.satisfies((response) -> assertThat(response.body())
				.isEqualTo("data:whole\n\ndata:to\nevent:incomplete\n\n" + EVENTS));
	}

	@Test
	void whileDrainingNewRequestsMayBeServed() {
		start("--shutdown.requests.while-draining=serve");
		CompletableFuture<HttpResponse<String>> inFlight = this.probe.get("/blocking/1");
		awaitCount("activeRequests", 1);
		CompletableFuture<Void> closed = closeAndAwaitDraining();
		HttpResponse<String> served = this.probe.get("/quick").join();
		assertThat(served.statusCode()).isEqualTo(200);
		assertThat(served.headers().firstValue("Connection")).hasValue("close");
		release();
		assertThat(inFlight).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(closed).succeedsWithin(30, TimeUnit.SECONDS);
	}

	@Test
	void excludedPathsAreNeitherCountedNorRefused() {
		start("--shutdown.requests.excluded-paths=/release,/quick/**,/callable");
		CompletableFuture<HttpResponse<String>> excluded = this.probe.get("/callable");
		CompletableFuture<HttpResponse<String>> inFlight = this.probe.get("/blocking/1");
		awaitCount("activeRequests", 1);
		CompletableFuture<Void> closed = closeAndAwaitDraining();
		assertThat(this.probe.get("/quick").join().statusCode()).isEqualTo(200);
		release();
		assertThat(inFlight).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(excluded).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(closed).succeedsWithin(30, TimeUnit.SECONDS);
	}

	@Test
	void beforeAnyShutdownNoConnectionIsClosed() {
		start();
		for (String path : List.of("/quick", "/nowhere", "/actuator/health", "/sse/finite?count=1")) {
			assertThat(this.probe.get(path).join().headers().firstValue("Connection")).as(path)
				.isNotEqualTo(Optional.of("close"));
		}
		assertThat(this.probe.status().get("state").asString()).isEqualTo("RUNNING");
	}

	@Test
	void theRouteOfARequestThatAProxyHasForwardedIsKnown() {
		start("--server.forward-headers-strategy=framework");
		CompletableFuture<HttpResponse<String>> forwarded = this.probe.get("/blocking/1", "X-Forwarded-Proto", "https",
				"X-Forwarded-Host", "example.org", "X-Forwarded-Prefix", "/app");
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.probe.status().get("inFlight").findValuesAsString("path"))
				.containsExactly("/blocking/{id}"));
		release();
		assertThat(forwarded).succeedsWithin(30, TimeUnit.SECONDS);
	}

	@Test
	void theActuatorAnswersWhileDrainingWhereverItIs() {
		start("--management.endpoints.web.base-path=/manage", "--server.servlet.context-path=/app",
				"--spring.webflux.base-path=/app");
		CompletableFuture<HttpResponse<String>> inFlight = this.probe.get("/app/blocking/1");
		awaitCount("activeRequests", 1);
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.probe.get("/app/manage/shutdown-status").join().body())
				.contains("/blocking/{id}"));
		CompletableFuture<Void> closed = TestThreads.run(this.context::close);
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.probe.get("/app/quick").join().statusCode()).isEqualTo(503));
		assertThat(this.probe.get("/app/manage/shutdown-status").join().body()).contains("\"state\":\"DRAINING\"");
		assertThat(this.probe.get("/app/manage/health/liveness").join().statusCode()).isEqualTo(200);
		release();
		assertThat(inFlight).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(closed).succeedsWithin(30, TimeUnit.SECONDS);
	}

	@Test
	void theActuatorAnswersOnAPortOfItsOwn() {
		start("--management.server.port=0");
		int port = this.context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
		HttpProbe management = new HttpProbe(port);
		CompletableFuture<HttpResponse<String>> inFlight = this.probe.get("/blocking/1");
		awaitCount("activeRequests", 1);
		CompletableFuture<Void> closed = TestThreads.run(this.context::close);
		Awaitility.await()
			.untilAsserted(() -> assertThat(management.status().get("state").asString()).isEqualTo("DRAINING"));
		assertThat(management.status().get("activeRequests").asInt()).isEqualTo(1);
		release();
		assertThat(inFlight).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(closed).succeedsWithin(30, TimeUnit.SECONDS);
	}

	private void start(String... arguments) {
		List<String> all = new ArrayList<>(this.server.getArguments());
		all.addAll(List.of("--server.port=0", "--server.address=127.0.0.1",
				"--management.endpoint.shutdownstatus.show-details=always", "--spring.main.banner-mode=off",
				"--org.springframework.boot.test.context.SpringBootTestContextBootstrapper=true"));
		all.addAll(List.of(arguments));
		this.context = SpringApplication.run(this.server.getApplication(), all.toArray(String[]::new));
		this.probe = new HttpProbe(((WebServerApplicationContext) this.context).getWebServer().getPort());
	}

	private CompletableFuture<Void> closeAndAwaitDraining() {
		CompletableFuture<Void> closed = TestThreads.run(this.context::close);
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.probe.status().get("stages"))
				.filteredOn((stage) -> stage.get("name").asString().equals("requests"))
				.allMatch((stage) -> stage.get("state").asString().equals("RUNNING")));
		return closed;
	}

	private void release() {
		this.context.getBean(Releasable.class).release();
	}

	private long count(String name) {
		return this.context.getBeanProvider(StatusContributor.class)
			.stream()
			.map(StatusContributor::getCounts)
			.map(Map::entrySet)
			.flatMap(Set::stream)
			.filter((entry) -> entry.getKey().equals(name))
			.mapToLong(Map.Entry::getValue)
			.sum();
	}

	private void awaitCount(String name, long expected) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(count(name)).as(name).isEqualTo(expected));
	}

}
