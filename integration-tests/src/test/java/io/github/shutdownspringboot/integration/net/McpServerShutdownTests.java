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

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientSseClientTransport;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The streams that a server of the MCP Java SDK holds open for its clients.
 */
class McpServerShutdownTests {

	private static final String RETRY = "shutdown.streams.retry=1s";

	private final HttpClient http = HttpClient.newHttpClient();

	@Test
	void aConnectedStreamableHttpClientDoesNotHoldTheShutdown() {
		try (McpTestServer server = McpTestServer.streamable();
				McpSyncClient client = McpClient
					.sync(HttpClientStreamableHttpTransport.builder("http://127.0.0.1:" + server.getPort()).build())
					.build()) {
			client.initialize();
			client.callTool(McpTestServer.QUESTION);
			assertStreamDoesNotHoldTheShutdown(server);
		}
	}

	@Test
	void aConnectedSseClientDoesNotHoldTheShutdown() {
		try (McpTestServer server = McpTestServer.sse();
				McpSyncClient client = McpClient
					.sync(HttpClientSseClientTransport.builder("http://127.0.0.1:" + server.getPort()).build())
					.build()) {
			client.initialize();
			client.callTool(McpTestServer.QUESTION);
			assertStreamDoesNotHoldTheShutdown(server);
		}
	}

	@Test
	void aStreamOfStreamableHttpGetsRetryAndACleanEnd() throws Exception {
		try (McpTestServer server = McpTestServer.streamable(RETRY)) {
			String initialize = """
					{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",
					"capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}""";
			HttpResponse<String> session = this.http
				.send(request(server, "/mcp").POST(HttpRequest.BodyPublishers.ofString(initialize))
					.header("Content-Type", "application/json")
					.build(), HttpResponse.BodyHandlers.ofString());
			CompletableFuture<HttpResponse<String>> stream = this.http.sendAsync(request(server, "/mcp")
				.header("Mcp-Session-Id", session.headers().firstValue("Mcp-Session-Id").orElseThrow())
				.build(), HttpResponse.BodyHandlers.ofString());
			assertStreamDoesNotHoldTheShutdown(server);
			assertThat(stream.join().statusCode()).isEqualTo(200);
			assertThat(fields(stream.join())).containsExactly("retry");
		}
	}

	@Test
	void aStreamOfTheOlderTransportGetsRetryAndACleanEnd() {
		try (McpTestServer server = McpTestServer.sse(RETRY)) {
			CompletableFuture<HttpResponse<String>> stream = this.http.sendAsync(request(server, "/sse").build(),
					HttpResponse.BodyHandlers.ofString());
			assertStreamDoesNotHoldTheShutdown(server);
			assertThat(fields(stream.join())).containsExactly("event", "data", "retry");
			assertThat(stream.join().body()).startsWith("event: endpoint\n");
		}
	}

	private static HttpRequest.Builder request(McpTestServer server, String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getPort() + path))
			.header("Accept", "application/json, text/event-stream");
	}

	private static Stream<String> fields(HttpResponse<String> stream) {
		return stream.body().lines().filter((line) -> !line.isEmpty()).map((line) -> line.split(":")[0]);
	}

	/**
	 * Without the starter Tomcat waits for a stream for the whole timeout of the phase,
	 * 30 s.
	 */
	private static void assertStreamDoesNotHoldTheShutdown(McpTestServer server) {
		Awaitility.await().untilAsserted(() -> assertThat(server.getStreams()).isPositive());
		ShutdownReport report = server.stop();
		assertThat(report.outcome()).isEqualTo(ShutdownOutcome.CLEAN);
		assertThat(report.elapsed()).isLessThan(Duration.ofSeconds(25));
	}

}
