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

package io.github.shutdownspringboot.sample;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChatApplication} while it runs.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "sample.chat.token-interval=1ms", "sample.chat.words=20", "sample.chat.seed=42",
				"sample.report.duration=10ms" })
@AutoConfigureWebTestClient
class ChatApplicationTests {

	private static final String DONE = """
			{"type":"done","reason":"complete"}""";

	@Autowired
	private WebTestClient client;

	@Test
	void answerToAPostEndsWithDone() {
		List<String> events = events(this.client.post()
			.uri("/api/chat")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{\"message\":\"How do ships stop?\"}"));
		assertThat(events).hasSizeBetween(13, 25).last().isEqualTo(DONE);
		assertThat(events.subList(0, events.size() - 1)).allMatch((event) -> event.startsWith("""
				{"type":"token","token":\""""));
	}

	@Test
	void answerToAGetEndsWithDone() {
		List<String> events = events(
				this.client.get().uri("/api/chat?message={message}", "Where do trains sleep at night?"));
		assertThat(events).hasSizeBetween(13, 25).last().isEqualTo(DONE);
	}

	@Test
	void emptyQuestionIsABadRequest() {
		this.client.post()
			.uri("/api/chat")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{\"message\":\" \"}")
			.exchange()
			.expectStatus()
			.isBadRequest();
	}

	@Test
	void reportIsJson() {
		this.client.get()
			.uri("/api/report")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.APPLICATION_JSON)
			.expectBody()
			.jsonPath("$.corpusWords")
			.value(Integer.class, (words) -> assertThat(words).isGreaterThan(1500))
			.jsonPath("$.answersGiven")
			.isNumber()
			.jsonPath("$.tokensStreamed")
			.isNumber();
	}

	@Test
	void pageIsServed() {
		this.client.get()
			.uri("/")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.TEXT_HTML)
			.expectBody(String.class)
			.value((page) -> assertThat(page).contains("app.js", "style.css"));
	}

	@Test
	void statusIsRunning() {
		this.client.get()
			.uri("/actuator/shutdown-status")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.state")
			.isEqualTo("RUNNING");
	}

	private static List<String> events(WebTestClient.RequestHeadersSpec<?> request) {
		return request.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.TEXT_EVENT_STREAM)
			.returnResult(String.class)
			.getResponseBody()
			.toStream()
			.toList();
	}

}
