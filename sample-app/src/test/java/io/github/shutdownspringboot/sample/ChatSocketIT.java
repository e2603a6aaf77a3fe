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

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A WebSocket, while its server stops and comes again.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
class ChatSocketIT {

	@TempDir
	private Path directory;

	@Test
	void anAnswerThatASigtermInterruptsGoesOnAfterTheRestart() throws Exception {
		try (SampleProcess sample = SampleProcess.start(this.directory)) {
			SocketMessages messages = new SocketMessages();
			List<JsonNode> told = new ArrayList<>();
			send(sample, messages, """
					{"message":"How do ships stop?"}""");
			for (int i = 0; i < 10; i++) {
				told.add(messages.awaitNext());
			}
			sample.process().terminate();
			assertThat(sample.process().await(messages.closeFrame())).isEqualTo("1001 Server shutdown in progress");
			assertThat(sample.process().awaitExit()).isEqualTo(143);
			assertThat(sample.process().getLog()).contains("Shutdown completed: CLEAN")
				.doesNotContainPattern("(?s)Shutdown started.*( WARN | ERROR |\tat )");
			told.addAll(messages.rest());
			String last = told.get(told.size() - 1).get("id").asString();

			sample.startAgain();
			SocketMessages rest = new SocketMessages();
			send(sample, rest, """
					{"lastEventId":"%s"}""".formatted(last));
			told.addAll(rest.awaitAnswer());
			assertThat(told.get(told.size() - 1).at("/event/reason").asString()).isEqualTo("complete");
			assertThat(told.stream()
				.map((message) -> message.at("/event/token").asString())
				.filter(StringUtils::hasLength)).containsExactlyElementsOf(sample.tokens(last));
		}
	}

	private static void send(SampleProcess sample, SocketMessages messages, String message) {
		URI address = URI.create("ws://127.0.0.1:%d/ws".formatted(sample.port()));
		WebSocket socket = sample.process()
			.await(HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, messages));
		sample.process().await(socket.sendText(message, true));
	}

}
