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

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.application.ApplicationProcess;
import io.github.shutdownspringboot.application.HttpProbe;
import io.github.shutdownspringboot.application.TestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a SIGTERM does to the WebSockets of a process.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
class WebSocketShutdownIT {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource(TestServer.class)
	void aWebSocketIsToldGoodbyeAndTheProcessIsGone(TestServer server) {
		try (ApplicationProcess application = ApplicationProcess.start(server, this.directory)) {
			HttpProbe probe = new HttpProbe(application.getPort());
			CloseListener listener = new CloseListener();
			HttpClient.newHttpClient()
				.newWebSocketBuilder()
				.buildAsync(URI.create("ws://127.0.0.1:" + application.getPort() + "/ws/sending"), listener)
				.join();
			Awaitility.await()
				.untilAsserted(() -> assertThat(probe.status().get("activeStreams").asInt()).isEqualTo(1));
			application.terminate();
			assertThat(listener.closed).succeedsWithin(60, TimeUnit.SECONDS)
				.isEqualTo("1001 Server shutdown in progress");
			assertThat(application.awaitExit()).isEqualTo(143);
			assertThat(application.getLog()).contains("Shutdown completed: CLEAN")
				.doesNotContain(" ERROR ", " WARN ", "\tat ");
		}
	}

	private static final class CloseListener implements WebSocket.Listener {

		private final CompletableFuture<String> closed = new CompletableFuture<>();

		@Override
		public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
			this.closed.complete(statusCode + " " + reason);
			return null;
		}

		@Override
		public void onError(WebSocket webSocket, Throwable error) {
			this.closed.completeExceptionally(error);
		}

	}

}
