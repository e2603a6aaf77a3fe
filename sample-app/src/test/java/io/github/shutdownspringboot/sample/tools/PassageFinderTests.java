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

import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link PassageFinder}.
 */
class PassageFinderTests {

	private final McpSyncClient client = mock();

	private final PassageFinder finder = new PassageFinder(this.client);

	@Test
	void passagesAreWhatTheToolSays() {
		given(this.client.callTool(any())).willReturn(result("A passage.", false));
		assertThat(this.finder.find("question")).containsExactly("A passage.");
	}

	@Test
	void anErrorOfTheToolIsNoPassage() {
		given(this.client.callTool(any())).willReturn(result("The database is gone", true));
		assertThatIllegalStateException().isThrownBy(() -> this.finder.find("question"))
			.withMessageContaining("The database is gone");
	}

	private static McpSchema.CallToolResult result(String text, boolean error) {
		return McpSchema.CallToolResult.builder()
			.content(List.of(McpSchema.TextContent.builder(text).build()))
			.isError(error)
			.build();
	}

}
