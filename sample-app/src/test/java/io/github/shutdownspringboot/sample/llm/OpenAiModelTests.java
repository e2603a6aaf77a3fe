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

package io.github.shutdownspringboot.sample.llm;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.sun.net.httpserver.HttpServer;
import io.github.shutdownspringboot.sample.knowledge.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link OpenAiModel}.
 */
class OpenAiModelTests {

	private static final String CHUNK = """
			data: {"choices":[{"delta":{"content":"%s"}}]}

			""";

	private static final String END = "data: [DONE]\n\n";

	private final List<JsonNode> requests = new ArrayList<>();

	private final List<String> tokens = new ArrayList<>();

	private HttpServer server;

	private OpenAiModel model;

	private int status = 200;

	private String response = "";

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/v1/chat/completions", (exchange) -> {
			this.requests.add(JsonMapper.shared().readTree(exchange.getRequestBody()));
			exchange.sendResponseHeaders(this.status, 0);
			try (OutputStream body = exchange.getResponseBody()) {
				body.write(this.response.getBytes(StandardCharsets.UTF_8));
			}
		});
		this.server.start();
		this.model = new OpenAiModel("http://127.0.0.1:" + this.server.getAddress().getPort() + "/v1", "m", "key",
				JsonMapper.shared());
	}

	@AfterEach
	void stop() {
		this.model.close();
		this.server.stop(0);
	}

	@Test
	void tokensComeUpToTheEnd() throws IOException {
		this.response = CHUNK.formatted("One") + "data: {\"choices\":[{\"delta\":{}}]}\n\n" + CHUNK.formatted(" two")
				+ END;
		this.model.generate(prompt(""), this.tokens::add);
		assertThat(this.tokens).containsExactly("One", " two");
		assertThat(this.requests.get(0).at("/stream").asBoolean()).isTrue();
		assertThat(messages()).containsExactly("system", "user", "assistant", "user");
	}

	@Test
	void anAnswerThatWasLeftIsContinued() throws IOException {
		this.response = END;
		this.model.generate(prompt("One two"), this.tokens::add);
		assertThat(messages()).containsExactly("system", "user", "assistant", "user", "assistant", "user");
		assertThat(this.requests.get(0).at("/messages/4/content").asString()).isEqualTo("One two");
	}

	@Test
	void nothingMoreIsReadThanIsWanted() throws IOException {
		this.response = CHUNK.formatted("One") + CHUNK.formatted(" two");
		this.model.generate(prompt(""), (token) -> !this.tokens.add(token));
		assertThat(this.tokens).containsExactly("One");
	}

	@Test
	void anAnswerWithoutItsEndIsAFailure() {
		this.response = CHUNK.formatted("One");
		assertThatIOException().isThrownBy(() -> this.model.generate(prompt(""), this.tokens::add))
			.withMessageContaining("in the middle");
	}

	@Test
	void anErrorInTheStreamIsAFailure() {
		this.response = "data: {\"error\":{\"message\":\"Server shutdown in progress\"}}\n\n" + END;
		assertThatIOException().isThrownBy(() -> this.model.generate(prompt(""), this.tokens::add))
			.withMessageContaining("shutdown");
	}

	@Test
	void anErrorInTheHeadIsAFailure() {
		this.status = 503;
		assertThatIOException().isThrownBy(() -> this.model.generate(prompt(""), this.tokens::add))
			.withMessageContaining("503");
	}

	private Prompt prompt(String soFar) {
		Answer earlier = new Answer(UUID.randomUUID(), "c", "Before?", List.of("Yes."), true);
		return new Prompt("What now?", List.of("A passage."), List.of(earlier), soFar);
	}

	private List<String> messages() {
		return this.requests.get(0)
			.get("messages")
			.valueStream()
			.map((message) -> message.get("role").asString())
			.toList();
	}

}
