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

package io.github.shutdownspringboot.sample;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.shutdownspringboot.streamclients.NodeClients;
import io.github.shutdownspringboot.streamclients.NodeScript;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The client of OpenAI for JavaScript, which streams answers from the sample.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
class OpenAiClientIT {

	@TempDir
	private Path directory;

	@Test
	void anAnswerIsStreamedToItsEnd() {
		NodeClients clients = NodeClients.install();
		try (SampleProcess sample = SampleProcess.start(this.directory, "--sample.llm.token-interval=1ms");
				NodeScript script = clients.start("openai.mjs", this.directory, sample.uri("/v1"))) {
			assertThat(script.awaitExit()).isZero();
			List<String> seen = script.getOutput();
			assertThat(seen).hasSizeGreaterThan(100).last().isEqualTo("a whole answer");
			assertThat(seen.get(0)).startsWith("message ");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "json", "openai" })
	void aShutdownRaisesAnError(String format) {
		NodeClients clients = NodeClients.install();
		try (SampleProcess sample = SampleProcess.start(this.directory, "--shutdown.streams.format=" + format);
				NodeScript script = clients.start("openai.mjs", this.directory, sample.uri("/v1"))) {
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> script.getOutput().size() > 10);
			sample.process().terminate();
			assertThat(script.awaitExit()).isZero();
			assertThat(sample.process().awaitExit()).isEqualTo(143);
			List<String> seen = script.getOutput();
			assertThat(seen).last().isEqualTo("raised: Server shutdown in progress");
			assertThat(seen.subList(0, seen.size() - 1)).allMatch((line) -> line.startsWith("message "));
		}
	}

}
