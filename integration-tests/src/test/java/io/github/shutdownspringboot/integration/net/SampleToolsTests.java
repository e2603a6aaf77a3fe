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

package io.github.shutdownspringboot.integration.net;

import java.nio.file.Files;
import java.nio.file.Path;

import io.github.shutdownspringboot.application.ApplicationProcess;
import io.github.shutdownspringboot.application.HttpProbe;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The sample with an MCP server elsewhere.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
class SampleToolsTests {

	private static final Path JAR = Path.of("..", "sample-app", "target", "sample-app-0.1.0-SNAPSHOT.jar");

	@TempDir
	private Path directory;

	@BeforeEach
	void findSample() {
		assumeTrue(Files.exists(JAR), "The sample is not packaged: run 'mvn verify' for all modules");
	}

	@Test
	void anAnswerBeginsWithWhatTheServerElsewhereFinds() {
		try (McpTestServer server = McpTestServer.streamable(); ApplicationProcess sample = start(server)) {
			assertThat(ask(sample)).containsSubsequence("\"Seventeen\"", "\" herons\"", "\"complete\"");
			stop(sample);
		}
	}

	@Test
	void aServerElsewhereThatIsGoneHoldsNoShutdown() {
		try (McpTestServer server = McpTestServer.streamable(); ApplicationProcess sample = start(server)) {
			server.close();
			assertThat(ask(sample)).containsSubsequence("\"The answer failed\"", "\"failure\"");
			stop(sample);
		}
	}

	private ApplicationProcess start(McpTestServer server) {
		return ApplicationProcess.startJar(JAR, this.directory, "--server.port=0", "--server.address=127.0.0.1",
				"--sample.llm.token-interval=1ms", "--sample.tools.url=http://127.0.0.1:" + server.getPort());
	}

	private static String ask(ApplicationProcess sample) {
		return sample.await(new HttpProbe(sample.getPort()).get("/api/chat?message=What+do+herons+do")).body();
	}

	private static void stop(ApplicationProcess sample) {
		sample.terminate();
		assertThat(sample.awaitExit()).isEqualTo(143);
		assertThat(sample.getLog()).contains("Client 'mcpClient' closed", "Shutdown completed: CLEAN");
	}

}
