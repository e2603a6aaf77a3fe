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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

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

	/**
	 * More than an HTTP client has connections to one server, if it is not told
	 * otherwise.
	 */
	private static final int CONCURRENT_ANSWERS = 20;

	private final List<JsonNode> requests = new CopyOnWriteArrayList<>();

	private final List<String> tokens = new ArrayList<>();

	private final CountDownLatch arrived = new CountDownLatch(CONCURRENT_ANSWERS);

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private HttpServer server;

	private OpenAiModel model;

	private volatile CountDownLatch held = new CountDownLatch(0);

	private int status = 200;

	private String response = "";

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/v1/chat/completions", (exchange) -> {
			this.requests.add(JsonMapper.shared().readTree(exchange.getRequestBody()));
			this.arrived.countDown();
			await(this.held);
			exchange.sendResponseHeaders(this.status, 0);
			try (OutputStream body = exchange.getResponseBody()) {
				body.write(this.response.getBytes(StandardCharsets.UTF_8));
			}
		});
		this.server.setExecutor(this.executor);
		this.server.start();
		this.model = model(Duration.ofMinutes(1));
	}

	@AfterEach
	void stop() {
		this.model.close();
		this.held.countDown();
		this.server.stop(0);
		this.executor.shutdown();
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

	@Test
	void noAnswerWaitsForAnotherOne() throws Exception {
		this.held = new CountDownLatch(1);
		this.response = END;
		List<Future<?>> answers = new ArrayList<>();
		for (int i = 0; i < CONCURRENT_ANSWERS; i++) {
			answers.add(this.executor.submit(() -> {
				this.model.generate(prompt(""), this.tokens::add);
				return null;
			}));
		}
		assertThat(this.arrived.await(30, TimeUnit.SECONDS)).isTrue();
		this.held.countDown();
		for (Future<?> answer : answers) {
			assertThat(answer).succeedsWithin(Duration.ofSeconds(30));
		}
	}

	@Test
	void aModelThatIsSilentIsAFailure() {
		this.held = new CountDownLatch(1);
		OpenAiModel impatient = model(Duration.ofMillis(100));
		assertThatIOException().isThrownBy(() -> impatient.generate(prompt(""), this.tokens::add))
			.withMessageContaining("timed out");
		impatient.close();
	}

	private OpenAiModel model(Duration timeout) {
		return new OpenAiModel("http://127.0.0.1:" + this.server.getAddress().getPort() + "/v1", "m", "key", timeout,
				JsonMapper.shared());
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
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
