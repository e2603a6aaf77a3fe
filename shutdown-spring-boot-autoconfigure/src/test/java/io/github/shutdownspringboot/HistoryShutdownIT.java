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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import io.github.shutdownspringboot.application.ApplicationProcess;
import io.github.shutdownspringboot.application.HttpProbe;
import io.github.shutdownspringboot.application.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application knows of the runs before it, whatever their end was.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
class HistoryShutdownIT {

	@TempDir
	private Path directory;

	@Test
	void theNextRunKnowsOfACrashAndOfACleanEnd() {
		try (ApplicationProcess application = start()) {
			assertThat(new HttpProbe(application.getPort()).status().has("previous")).isFalse();
			application.kill();
		}
		try (ApplicationProcess application = start()) {
			JsonNode previous = new HttpProbe(application.getPort()).status().get("previous");
			assertThat(previous.get("outcome").asString()).isEqualTo("CRASHED");
			assertThat(Instant.parse(previous.get("endedAt").asString())).isBefore(Instant.now());
			application.terminate();
			assertThat(application.awaitExit()).isEqualTo(143);
			assertThat(application.getLog()).doesNotContain(" ERROR ", " WARN ");
		}
		try (ApplicationProcess application = start()) {
			HttpProbe probe = new HttpProbe(application.getPort());
			JsonNode previous = probe.status().get("previous");
			assertThat(previous.get("outcome").asString()).isEqualTo("CLEAN");
			assertThat(previous.get("trigger").asString()).isEqualTo("SIGTERM");
			assertThat(Duration.parse(previous.get("duration").asString())).isPositive();
			JsonNode history = JsonMapper.shared()
				.readTree(probe.get("/actuator/shutdown-status/history").join().body());
			assertThat(history.get("outcomes").get("CRASHED").asInt()).isOne();
			assertThat(history.get("outcomes").get("CLEAN").asInt()).isOne();
			assertThat(history.get("shutdowns")).hasSize(2);
			assertThat(history.get("shutdowns").get(0).get("stages").toString()).contains("requests", "SUCCEEDED");
			assertThat(probe.get("/actuator/shutdown-status/else").join().statusCode()).isEqualTo(404);
		}
	}

	@Test
	void aBrokenHistoryIsOneWarning() throws IOException {
		Files.writeString(file(), "{\"outcome\":\n\0\0\0garbage\n{}\n");
		try (ApplicationProcess application = start()) {
			assertThat(application.getLog().split(" WARN ", -1)).hasSize(2);
			application.terminate();
			assertThat(application.awaitExit()).isEqualTo(143);
			assertThat(application.getLog()).contains("Shutdown completed: CLEAN").doesNotContain(" ERROR ");
		}
		assertThat(Files.readAllLines(file())).singleElement().asString().contains("\"outcome\":\"CLEAN\"");
	}

	private ApplicationProcess start() {
		return ApplicationProcess.start(TestServer.TOMCAT, this.directory, "--shutdown.history.file=" + file());
	}

	private Path file() {
		return this.directory.resolve("history.jsonl");
	}

}
