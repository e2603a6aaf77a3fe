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

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.application.ApplicationProcess;
import io.github.shutdownspringboot.application.Body;
import io.github.shutdownspringboot.application.HttpProbe;
import io.github.shutdownspringboot.application.TestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a SIGTERM does to an application that runs as a process of its own.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
class GracefulShutdownIT {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource(TestServer.class)
	void requestsFinishStreamsAreToldGoodbyeAndTheProcessIsGone(TestServer server) {
		try (ApplicationProcess application = ApplicationProcess.start(server, this.directory,
				"--shutdown.streams.grace=1s", "--shutdown.requests.excluded-paths=/release")) {
			HttpProbe probe = new HttpProbe(application.getPort());
			assertThat(probe.status().get("state").asString()).isEqualTo("RUNNING");
			List<CompletableFuture<HttpResponse<String>>> streams = List.of(probe.get("/sse/emitter"),
					probe.get("/sse/flux"), probe.get("/sse/functional"));
			List<CompletableFuture<HttpResponse<String>>> requests = List.of(probe.get("/blocking/1"),
					probe.get("/callable"), probe.get("/deferred"));
			Awaitility.await().untilAsserted(() -> {
				JsonNode status = probe.status();
				assertThat(status.get("activeStreams").asInt()).isEqualTo(3);
				assertThat(status.get("activeRequests").asInt()).isEqualTo(3);
			});

			application.terminate();
			Awaitility.await()
				.untilAsserted(() -> assertThat(probe.status().get("state").asString()).isEqualTo("DRAINING"));
			JsonNode status = probe.status();
			assertThat(status.get("trigger").asString()).isEqualTo("SIGTERM");
			assertThat(status.get("shutdownInitiated").asBoolean()).isTrue();
			assertThat(status.get("shutdownId").asString()).isNotEmpty();
			assertThat(status.get("activeRequests").asInt()).isEqualTo(3);
			assertThat(probe.get("/quick").join().statusCode()).isEqualTo(503);
			probe.post("/release");

			streams.forEach((stream) -> assertThat(stream).succeedsWithin(60, TimeUnit.SECONDS)
				.satisfies((response) -> assertThat(response.body()).contains("\"type\":\"error\"")
					.endsWith("data:{\"type\":\"done\",\"reason\":\"shutdown\"}\n\n")));
			requests.forEach((request) -> assertThat(request).succeedsWithin(60, TimeUnit.SECONDS)
				.satisfies((response) -> assertThat(response.body()).isEqualTo(Body.TEXT)));
			assertThat(application.awaitExit()).isEqualTo(143);
			assertThat(application.getLog()).contains("Shutdown started by SIGTERM")
				.contains("Shutdown completed: CLEAN")
				.doesNotContain(" ERROR ", " WARN ", "\tat ");
		}
	}

	@ParameterizedTest
	@EnumSource(TestServer.class)
	void whereBeansAreLazyAllIsTheSame(TestServer server) {
		try (ApplicationProcess application = ApplicationProcess.start(server, this.directory,
				"--spring.main.lazy-initialization=true", "--shutdown.requests.excluded-paths=/release")) {
			HttpProbe probe = new HttpProbe(application.getPort());
			CompletableFuture<HttpResponse<String>> stream = probe.get("/sse/emitter");
			CompletableFuture<HttpResponse<String>> request = probe.get("/blocking/1");
			Awaitility.await().untilAsserted(() -> {
				JsonNode status = probe.status();
				assertThat(status.get("activeStreams").asInt()).isOne();
				assertThat(status.get("activeRequests").asInt()).isOne();
			});
			application.terminate();
			Awaitility.await().until(() -> probe.status().get("state").asString().equals("DRAINING"));
			probe.post("/release");
			assertThat(stream).succeedsWithin(60, TimeUnit.SECONDS)
				.satisfies((response) -> assertThat(response.body())
					.endsWith("data:{\"type\":\"done\",\"reason\":\"shutdown\"}\n\n"));
			assertThat(request).succeedsWithin(60, TimeUnit.SECONDS)
				.satisfies((response) -> assertThat(response.body()).isEqualTo(Body.TEXT));
			assertThat(application.awaitExit()).isEqualTo(143);
			assertThat(application.getLog()).contains("Shutdown started by SIGTERM", "Shutdown completed: CLEAN")
				.doesNotContain(" ERROR ", " WARN ", "\tat ");
		}
	}

	@ParameterizedTest
	@EnumSource(TestServer.class)
	void anIdleApplicationIsGoneAtOnce(TestServer server) {
		try (ApplicationProcess application = ApplicationProcess.start(server, this.directory)) {
			application.terminate();
			assertThat(application.awaitExit()).isEqualTo(143);
			assertThat(application.getLog()).contains("Shutdown completed: CLEAN").doesNotContain(" ERROR ", " WARN ");
		}
	}

	@ParameterizedTest
	@EnumSource(value = TestServer.class, names = "TOMCAT")
	void aBadPropertyKeepsTheApplicationFromStarting(TestServer server) {
		try (ApplicationProcess application = ApplicationProcess.start(server, this.directory,
				"--shutdown.readiness.quiet-period=20s")) {
			assertThat(application.awaitExit()).isEqualTo(1);
			assertThat(application.getLog()).contains("APPLICATION FAILED TO START")
				.contains("The property 'shutdown.readiness.quiet-period' has the value '20s'.")
				.contains("Set it to no more than 'shutdown.readiness.max-delay', which is '15s', or raise that.");
		}
	}

}
