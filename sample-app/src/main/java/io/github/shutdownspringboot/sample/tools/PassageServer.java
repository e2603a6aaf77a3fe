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

import java.util.List;
import java.util.Map;

import io.github.shutdownspringboot.sample.knowledge.PassageStore;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpServerTransportProvider;

/**
 * An MCP server with one tool: it finds passages in the knowledge store.
 */
final class PassageServer {

	static final String TOOL = "find_passages";

	static final String QUESTION = "question";

	private static final int PASSAGES = 3;

	private PassageServer() {
	}

	static McpSyncServer start(McpServerTransportProvider transport, PassageStore store) {
		return McpServer.sync(transport)
			.serverInfo("passages", "1")
			.toolCall(tool(), (exchange, call) -> result(store, call))
			.build();
	}

	private static McpSchema.Tool tool() {
		Map<String, Object> schema = Map.of("type", "object", "properties", Map.of(QUESTION, Map.of("type", "string")),
				"required", List.of(QUESTION));
		return McpSchema.Tool.builder(TOOL, schema).description("Finds passages that answer a question").build();
	}

	private static McpSchema.CallToolResult result(PassageStore store, McpSchema.CallToolRequest call) {
		List<McpSchema.Content> passages = store.find(String.valueOf(call.arguments().get(QUESTION)), PASSAGES)
			.stream().<McpSchema
					.Content>map((passage) -> McpSchema.TextContent.builder(passage.content()).build())
			.toList();
		return McpSchema.CallToolResult.builder().content(passages).build();
	}

}
