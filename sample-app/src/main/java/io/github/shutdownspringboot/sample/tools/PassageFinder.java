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

import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema;

import org.springframework.stereotype.Component;

/**
 * Asks the tool for the passages that have to do with a question.
 */
@Component
public class PassageFinder {

	private final McpSyncClient client;

	PassageFinder(McpSyncClient client) {
		this.client = client;
	}

	/**
	 * Find passages.
	 * @param question the question
	 * @return what they say, best first
	 */
	public List<String> find(String question) {
		McpSchema.CallToolRequest call = McpSchema.CallToolRequest.builder(PassageServer.TOOL)
			.arguments(Map.of(PassageServer.QUESTION, question))
			.build();
		McpSchema.CallToolResult result = this.client.callTool(call);
		if (Boolean.TRUE.equals(result.isError())) {
			throw new IllegalStateException("The tool '%s' fails: %s".formatted(PassageServer.TOOL, result.content()));
		}
		return result.content()
			.stream()
			.filter(McpSchema.TextContent.class::isInstance)
			.map(McpSchema.TextContent.class::cast)
			.map(McpSchema.TextContent::text)
			.toList();
	}

}
