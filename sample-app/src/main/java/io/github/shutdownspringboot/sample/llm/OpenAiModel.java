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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A language model elsewhere, behind an OpenAI-compatible API.
 */
class OpenAiModel implements LanguageModel {

	private static final String DATA = "data:";

	private static final String END = "[DONE]";

	private final CloseableHttpClient connections;

	private final URI uri;

	private final String model;

	private final @Nullable String apiKey;

	private final JsonMapper json;

	OpenAiModel(String url, String model, @Nullable String apiKey, Duration timeout, JsonMapper json) {
		this.connections = HttpClients.custom()
			.useSystemProperties()
			.setConnectionManager(connections(timeout))
			.build();
		this.uri = URI.create(url + "/chat/completions");
		this.model = model;
		this.apiKey = apiKey;
		this.json = json;
	}

	/**
	 * Return a pool in which nobody waits for a connection: how many answers are made at
	 * the same time is bounded elsewhere.
	 * @param timeout how long the API may be silent
	 * @return the pool
	 */
	private static HttpClientConnectionManager connections(Duration timeout) {
		Timeout limit = Timeout.of(timeout);
		return PoolingHttpClientConnectionManagerBuilder.create()
			.useSystemProperties()
			.setMaxConnPerRoute(Integer.MAX_VALUE)
			.setMaxConnTotal(Integer.MAX_VALUE)
			.setDefaultConnectionConfig(
					ConnectionConfig.custom().setConnectTimeout(limit).setSocketTimeout(limit).build())
			.build();
	}

	@Override
	public void generate(Prompt prompt, TokenConsumer tokens) throws IOException {
		// Not with a response handler, for which the client would read an answer to its
		// end
		try (ClassicHttpResponse response = this.connections.executeOpen(null, request(prompt), null)) {
			if (response.getCode() != HttpStatus.SC_OK) {
				throw new IOException("The language model answers with " + response.getCode());
			}
			read(response.getEntity().getContent(), tokens);
		}
	}

	private ClassicHttpRequest request(Prompt prompt) {
		HttpPost request = new HttpPost(this.uri);
		if (this.apiKey != null) {
			request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + this.apiKey);
		}
		request.setEntity(new StringEntity(
				this.json.writeValueAsString(Map.of("model", this.model, "stream", true, "messages", messages(prompt))),
				ContentType.APPLICATION_JSON));
		return request;
	}

	private static List<Map<String, String>> messages(Prompt prompt) {
		List<Map<String, String>> messages = new ArrayList<>();
		messages.add(message("system",
				"Answer in a few sentences. What is known:\n\n" + String.join("\n\n", prompt.passages())));
		prompt.history().forEach((earlier) -> {
			messages.add(message("user", earlier.question()));
			messages.add(message("assistant", earlier.text()));
		});
		messages.add(message("user", prompt.question()));
		if (!prompt.answer().isEmpty()) {
			messages.add(message("assistant", prompt.answer()));
			messages.add(message("user", "Go on exactly where you stopped."));
		}
		return messages;
	}

	private static Map<String, String> message(String role, String content) {
		return Map.of("role", role, "content", content);
	}

	private void read(InputStream body, TokenConsumer tokens) throws IOException {
		BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
		for (String line = lines.readLine(); line != null; line = lines.readLine()) {
			if (line.startsWith(DATA)) {
				String data = line.substring(DATA.length()).strip();
				if (data.equals(END)) {
					return;
				}
				String token = token(this.json.readTree(data));
				if (!token.isEmpty() && !tokens.accept(token)) {
					return;
				}
			}
		}
		throw new IOException("The language model stopped in the middle of an answer");
	}

	private static String token(JsonNode chunk) throws IOException {
		if (chunk.has("error")) {
			throw new IOException("The language model reports an error: " + chunk.get("error"));
		}
		return chunk.at("/choices/0/delta/content").asString("");
	}

	/**
	 * Close all connections, those in use as well.
	 */
	@Override
	public void close() {
		this.connections.close(CloseMode.IMMEDIATE);
	}

}
