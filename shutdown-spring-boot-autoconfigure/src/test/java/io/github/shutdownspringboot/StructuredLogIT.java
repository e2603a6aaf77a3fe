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

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.shutdownspringboot.application.ApplicationProcess;
import io.github.shutdownspringboot.application.HttpProbe;
import io.github.shutdownspringboot.application.TestServer;
import io.github.shutdownspringboot.application.clients.ClientsApplication;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a program reads of a shutdown, in the structured log of Spring Boot.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
class StructuredLogIT {

	@TempDir
	private Path directory;

	@Test
	void allLinesOfTheShutdownHaveItsIdAndTheirNumbersAreFields() {
		List<JsonNode> lines = stopWhileARequestIsInFlight();
		String shutdownId = line(lines, "Shutdown started").get("shutdownId").asString();
		assertThat(lines.subList(lines.indexOf(line(lines, "Shutdown started")), lines.size()))
			.filteredOn(StructuredLogIT::isOfTheShutdown)
			.hasSizeGreaterThan(10)
			.allSatisfy((line) -> assertThat(line.path("shutdownId").asString()).isEqualTo(shutdownId));

		JsonNode started = line(lines, "Shutdown started").get("shutdown");
		assertThat(started.get("trigger").asString()).isEqualTo("SIGTERM");
		assertThat(started.get("timeoutMillis").asInt()).isEqualTo(28_000);
		assertThat(started.get("pending").isNumber()).isTrue();
		JsonNode waiting = line(lines, "Waiting in").get("shutdown");
		assertThat(waiting.get("stages").asString()).contains("requests");
		assertThat(waiting.get("pending").asInt()).isOne();
		assertThat(waiting.get("remainingMillis").asInt()).isBetween(1, 28_000);
		JsonNode stage = line(lines, "Stage 'requests'").get("shutdown");
		assertThat(stage.get("stage").asString()).isEqualTo("requests");
		assertThat(stage.get("outcome").asString()).isEqualTo("SUCCEEDED");
		assertThat(stage.get("durationMillis").asInt()).isPositive();
		JsonNode client = line(lines, "Client 'hanging'").get("shutdown");
		assertThat(client.get("client").asString()).isEqualTo("hanging");
		assertThat(client.get("outcome").asString()).isEqualTo("TIMED_OUT");
		assertThat(client.get("durationMillis").asInt()).isPositive();
		JsonNode completed = line(lines, "Shutdown completed").get("shutdown");
		assertThat(completed.get("trigger").asString()).isEqualTo("SIGTERM");
		assertThat(completed.get("outcome").asString()).isEqualTo("FAILED");
		assertThat(completed.get("durationMillis").asInt()).isPositive();
	}

	private List<JsonNode> stopWhileARequestIsInFlight() {
		try (ApplicationProcess application = ApplicationProcess.start(TestServer.TOMCAT, ClientsApplication.class,
				this.directory, "--logging.structured.format.console=ecs",
				"--shutdown.requests.excluded-paths=/release")) {
			HttpProbe probe = new HttpProbe(application.getPort());
			CompletableFuture<?> work = probe.get("/work");
			Awaitility.await().until(() -> probe.status().get("activeRequests").asInt() == 1);
			application.terminate();
			Awaitility.await().until(() -> application.getLog().contains("Waiting in"));
			probe.get("/release");
			work.join();
			application.awaitExit();
			return application.getLog()
				.lines()
				.filter((line) -> line.startsWith("{"))
				.map(JsonMapper.shared()::readTree)
				.toList();
		}
	}

	/**
	 * Whether the starter has made the thread of a line, or it is the one that closes the
	 * application.
	 * @param line the line
	 * @return whether it is
	 */
	private static boolean isOfTheShutdown(JsonNode line) {
		String thread = line.get("process").get("thread").get("name").asString();
		return thread.startsWith("shutdown-") || thread.equals("SpringApplicationShutdownHook");
	}

	private static JsonNode line(List<JsonNode> lines, String message) {
		return lines.stream()
			.filter((line) -> line.get("message").asString().startsWith(message))
			.findFirst()
			.orElseThrow(() -> new AssertionError("'" + message + "' is not in " + lines));
	}

}
