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

import java.util.List;
import java.util.Map;

import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletSseServerTransportProvider;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;

import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application with the starter that serves tools by the Model Context Protocol,
 * "oracle" and "find_passages", with the servlets of the MCP Java SDK on Tomcat.
 */
public final class McpTestServer implements AutoCloseable {

	public static final McpSchema.CallToolRequest QUESTION = McpSchema.CallToolRequest.builder("oracle")
		.arguments(Map.of())
		.build();

	/**
	 * What the tool "find_passages" finds.
	 */
	static final String PASSAGE = "Seventeen herons wait for the tide.";

	private final ConfigurableApplicationContext context;

	private final ShutdownCoordinator coordinator;

	private McpTestServer(Class<?> configuration, String... properties) {
		this.context = new SpringApplicationBuilder(configuration).registerShutdownHook(false)
			.bannerMode(Banner.Mode.OFF)
			.properties("server.port=0", "server.address=127.0.0.1")
			.properties(properties)
			.run();
		this.coordinator = this.context.getBean(ShutdownCoordinator.class);
	}

	public static McpTestServer streamable(String... properties) {
		return new McpTestServer(Streamable.class, properties);
	}

	static McpTestServer sse(String... properties) {
		return new McpTestServer(Sse.class, properties);
	}

	public int getPort() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	/**
	 * Return how many streams are open.
	 */
	long getStreams() {
		return this.coordinator.getReport()
			.stages()
			.stream()
			.filter((stage) -> stage.name().equals("streams"))
			.mapToLong(ShutdownReport.Stage::pending)
			.sum();
	}

	ShutdownReport stop() {
		this.context.close();
		return this.coordinator.getReport();
	}

	@Override
	public void close() {
		this.context.close();
	}

	private static McpSchema.Tool tool() {
		return McpSchema.Tool.builder("oracle", Map.of("type", "object")).description("Knows the answer").build();
	}

	/**
	 * What the sample asks for.
	 */
	private static McpSchema.Tool passages() {
		return McpSchema.Tool.builder("find_passages", Map.of("type", "object")).description("Finds a passage").build();
	}

	private static McpSchema.CallToolResult say(String text) {
		return McpSchema.CallToolResult.builder().content(List.of(McpSchema.TextContent.builder(text).build())).build();
	}

	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration
	static class Streamable {

		@Bean
		HttpServletStreamableServerTransportProvider transport() {
			return HttpServletStreamableServerTransportProvider.builder().build();
		}

		@Bean
		ServletRegistrationBean<?> servlet(HttpServletStreamableServerTransportProvider transport) {
			return new ServletRegistrationBean<>(transport, "/mcp");
		}

		@Bean
		McpSyncServer mcpServer(HttpServletStreamableServerTransportProvider transport) {
			return McpServer.sync(transport)
				.serverInfo("oracle", "1")
				.toolCall(tool(), (exchange, request) -> say("42"))
				.toolCall(passages(), (exchange, request) -> say(PASSAGE))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration
	static class Sse {

		@Bean
		HttpServletSseServerTransportProvider transport() {
			return HttpServletSseServerTransportProvider.builder().messageEndpoint("/message").build();
		}

		@Bean
		ServletRegistrationBean<?> servlet(HttpServletSseServerTransportProvider transport) {
			return new ServletRegistrationBean<>(transport, "/*");
		}

		@Bean
		McpSyncServer mcpServer(HttpServletSseServerTransportProvider transport) {
			return McpServer.sync(transport)
				.serverInfo("oracle", "1")
				.toolCall(tool(), (exchange, request) -> say("42"))
				.build();
		}

	}

}
