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

package io.github.shutdownspringboot.sample.tools;

import io.github.shutdownspringboot.sample.knowledge.PassageStore;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpClientTransport;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Connects to the MCP server: one elsewhere if there is an address, else the one in the
 * application.
 */
@Configuration(proxyBeanMethods = false)
class ToolConfiguration {

	@Bean
	McpSyncClient mcpClient(ToolProperties properties, PassageStore store) {
		McpSyncClient client = McpClient.sync(transport(properties, store))
			.requestTimeout(properties.timeout())
			.build();
		client.initialize();
		return client;
	}

	private static McpClientTransport transport(ToolProperties properties, PassageStore store) {
		return (properties.url() != null) ? HttpClientStreamableHttpTransport.builder(properties.url()).build()
				: new InProcessTransport((transport) -> PassageServer.start(transport, store));
	}

}
