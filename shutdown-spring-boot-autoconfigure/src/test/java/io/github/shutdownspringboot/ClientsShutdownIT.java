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
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a SIGTERM does to the clients of an application that runs as a process of its own.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
class ClientsShutdownIT {

	private static final List<String> PLAN = List.of("llmClient", "dataSource", "mcpClient", "annotated", "disposable",
			"named", "lazy", "alone", "component", "hanging", "exception", "error", "never", "async", "publisher",
			"second", "first");

	@TempDir
	private Path directory;

	@Test
	void clientsAreClosedOnceInOrderAfterTheWorkAndTheLogAndTheExitCodeTellWhatWentWrong() {
		try (ApplicationProcess application = ApplicationProcess.start(TestServer.TOMCAT, ClientsApplication.class,
				this.directory, "--shutdown.clients.order=llmClient,dataSource",
				"--shutdown.requests.excluded-paths=/release",
				"--management.endpoint.shutdownstatus.show-details=always",
				"--management.endpoints.web.exposure.include=shutdownstatus,metrics")) {
			HttpProbe probe = new HttpProbe(application.getPort());
			JsonNode status = probe.status();
			assertThat(status.get("registeredClients").asInt()).isEqualTo(17);
			assertThat(names(status.get("clients"))).isEqualTo(PLAN);
			assertThat(status.get("clients").get(2).get("order").asInt()).isOne();
			assertThat(status.get("clients"))
				.allSatisfy((client) -> assertThat(client.get("state").asString()).isEqualTo("PENDING"));
			assertThat(probe.get("/actuator/metrics/shutdown.client.close").join().body()).contains("hanging")
				.contains("timed_out");
			CompletableFuture<?> work = probe.get("/work");
			Awaitility.await().until(() -> probe.status().get("activeRequests").asInt() == 1);

			application.terminate();
			Awaitility.await().until(() -> probe.status().get("state").asString().equals("DRAINING"));
			assertThat(application.getLog()).doesNotContain("CLOSED");
			probe.get("/release");
			work.join();

			assertThat(application.awaitExit()).isOne();
			String log = application.getLog();
			assertThat(lines(log)).containsExactly("ENDED work", "CLOSED llmClient", "CLOSED dataSource",
					"CLOSED mcpClient", "CLOSED annotated", "CLOSED disposable", "CLOSED named", "CLOSED component",
					"CLOSED hanging", "CLOSED async", "CLOSED publisher", "CLOSED second", "CLOSED first");
			assertThat(log).contains("Client 'llmClient' closed after")
				.contains("closeGracefully() failed: it returned false; closed by close()")
				.contains("Client 'lazy' was not closed: it was never created")
				.containsPattern("Client 'hanging' timed out .* it is at .*HangingClient.close\\(ClientsApplication")
				.containsPattern("Client 'exception' failed .* this client does not want to")
				.containsPattern("Client 'error' failed .* this class is gone")
				.containsPattern("Client 'never' timed out")
				.contains("4 of 17 clients failed: 'hanging' TIMED_OUT")
				.contains("Shutdown completed: FAILED");
		}
	}

	@Test
	void anUnknownClientKeepsTheApplicationFromStarting() {
		try (ApplicationProcess application = ApplicationProcess.start(TestServer.TOMCAT, this.directory,
				"--shutdown.clients.order=llmClint")) {
			assertThat(application.awaitExit()).isOne();
			assertThat(application.getLog()).contains("APPLICATION FAILED TO START")
				.contains("The property 'shutdown.clients.order' names 'llmClint'");
		}
	}

	private static List<String> names(JsonNode clients) {
		return StreamSupport.stream(clients.spliterator(), false)
			.map((client) -> client.get("name").asString())
			.toList();
	}

	private static List<String> lines(String log) {
		return Pattern.compile("^(CLOSED|ENDED) \\w+", Pattern.MULTILINE)
			.matcher(log)
			.results()
			.map((result) -> result.group())
			.toList();
	}

}
