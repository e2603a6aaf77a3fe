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

package io.github.shutdownspringboot.integration.compatibility;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.integration.net.SelectiveAutoConfiguration;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The MCP server of Spring AI, whose clients hold streams open.
 */
class SpringAiMcpServerTests {

	@Test
	void aConnectedClientDoesNotHoldTheShutdown() {
		try (StreamingApplication application = start();
				McpSyncClient client = McpClient
					.sync(HttpClientStreamableHttpTransport.builder("http://127.0.0.1:" + application.getPort())
						.build())
					.build()) {
			client.initialize();
			application.awaitPending("streams");
			application.stop();
		}
	}

	@Test
	void aStreamIsEndedWithoutEventsThatAreNoMessages() {
		try (StreamingApplication application = start()) {
			HttpResponse<String> session = application
				.send(application
					.request("/mcp", "Content-Type", "application/json", "Accept",
							"application/json, text/event-stream")
					.POST(HttpRequest.BodyPublishers.ofString("""
							{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",
							"capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}""")))
				.join();
			CompletableFuture<HttpResponse<String>> stream = application.open("streams",
					application.request("/mcp", "Accept", "text/event-stream", "Mcp-Session-Id",
							session.headers().firstValue("Mcp-Session-Id").orElseThrow()));
			application.stop();
			assertThat(stream).succeedsWithin(60, TimeUnit.SECONDS).satisfies((response) -> {
				assertThat(response.statusCode()).isEqualTo(200);
				assertThat(response.body()).startsWith("retry:").doesNotContain("data:");
			});
		}
	}

	private static StreamingApplication start() {
		return StreamingApplication.start(Application.class, "spring.ai.mcp.server.protocol=STREAMABLE",
				"spring.ai.mcp.server.name=oracle", "shutdown.streams.retry=1s");
	}

	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration(packages = "org.springframework.ai.mcp.server.")
	static class Application {

	}

}
