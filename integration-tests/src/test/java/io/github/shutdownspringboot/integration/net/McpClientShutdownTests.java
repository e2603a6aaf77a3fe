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

import java.time.Duration;

import io.github.shutdownspringboot.clients.CloseOnShutdown;
import io.github.shutdownspringboot.coordinator.ClientState;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientSseClientTransport;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client of the MCP Java SDK, with a server that is there and with one that is gone.
 */
class McpClientShutdownTests {

	@Test
	void aStreamableHttpClientIsClosedGracefully() throws Exception {
		try (McpTestServer server = McpTestServer.streamable(); Relay relay = new Relay(server.getPort())) {
			ShutdownReport.Client client = useAndStop(StreamableClient.class, relay, server, false);
			assertThat(client.message()).isNull();
		}
	}

	@Test
	void aSseClientIsClosedGracefully() throws Exception {
		try (McpTestServer server = McpTestServer.sse(); Relay relay = new Relay(server.getPort())) {
			ShutdownReport.Client client = useAndStop(SseClient.class, relay, server, false);
			assertThat(client.message()).isNull();
		}
	}

	@Test
	void aClientWhosePeerIsGoneIsCutAndClosed() throws Exception {
		try (McpTestServer server = McpTestServer.streamable(); Relay relay = new Relay(server.getPort())) {
			ShutdownReport.Client client = useAndStop(StreamableClient.class, relay, server, true);
			assertThat(client.message()).startsWith("closeGracefully() did not end in time")
				.endsWith("closed by close()");
			// Four fifths of its time; the SDK itself would wait for 10 s
			assertThat(client.duration()).isGreaterThanOrEqualTo(Duration.ofMillis(2400));
		}
	}

	/**
	 * The stream ends, and the server learns that at the latest when it writes. The SDK
	 * does not close its HTTP client: connections that are idle in the pool stay until
	 * that is garbage.
	 */
	private static ShutdownReport.Client useAndStop(Class<?> configuration, Relay relay, McpTestServer server,
			boolean playDead) {
		try (TestApplication application = TestApplication.start(configuration, relay)) {
			use(application.getBean(McpSyncClient.class));
			Awaitility.await().untilAsserted(() -> assertThat(server.getStreams()).isOne());
			if (playDead) {
				relay.playDead();
			}
			int connections = relay.getOpen();
			ShutdownReport report = application.stop();
			assertThat(report.clients()).extracting(ShutdownReport.Client::name)
				.containsExactly("connected", "mcpClient");
			assertThat(report.outcome()).isEqualTo(ShutdownOutcome.CLEAN);
			ShutdownReport.Client client = report.clients().get(1);
			assertThat(client.state()).isEqualTo(ClientState.CLOSED);
			Awaitility.await().until(() -> relay.getOpen() < connections || server.getStreams() == 0);
			return client;
		}
	}

	private static void use(McpSyncClient client) {
		client.initialize();
		McpSchema.CallToolResult result = client.callTool(McpTestServer.QUESTION);
		assertThat(result.content()).singleElement()
			.asInstanceOf(InstanceOfAssertFactories.type(McpSchema.TextContent.class))
			.extracting(McpSchema.TextContent::text)
			.isEqualTo("42");
	}

	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration
	@Import(Witnesses.First.class)
	static class StreamableClient {

		@Bean
		@CloseOnShutdown(order = Witnesses.BETWEEN, timeout = "3s")
		McpSyncClient mcpClient(Relay relay) {
			return McpClient
				.sync(HttpClientStreamableHttpTransport.builder("http://127.0.0.1:" + relay.getPort()).build())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration
	@Import(Witnesses.First.class)
	static class SseClient {

		@Bean
		@CloseOnShutdown(order = Witnesses.BETWEEN, timeout = "3s")
		McpSyncClient mcpClient(Relay relay) {
			return McpClient.sync(HttpClientSseClientTransport.builder("http://127.0.0.1:" + relay.getPort()).build())
				.build();
		}

	}

}
