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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link ChatApplication} while it runs.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.datasource.url=jdbc:h2:mem:knowledge", "spring.datasource.hikari.maximum-pool-size=2",
				"shutdown.history.file=", "sample.llm.token-interval=1ms", "sample.llm.words=20",
				"sample.report.duration=10ms" })
@Timeout(60)
class ChatApplicationTests {

	private static final String COMPLETE = """
			{"type":"done","reason":"complete"}""";

	private final HttpClient http = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Test
	void anAnswerToAPostEndsWithDone() throws Exception {
		HttpResponse<String> response = post("/api/chat", """
				{"message":"How do ships stop?"}""");
		assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
		List<String> events = data(response);
		assertThat(events).hasSizeBetween(21, 41).last().isEqualTo(COMPLETE);
		assertThat(events.subList(0, events.size() - 1)).allMatch((event) -> event.startsWith("""
				{"type":"token","token":\""""));
	}

	@Test
	void whoComesBackIsToldTheRestOfTheSameAnswer() throws Exception {
		HttpResponse<String> whole = get("/api/chat?message=Who+is+the+Hatter");
		List<String> ids = ids(whole);
		HttpResponse<String> rest = get("/api/chat?message=Who+is+the+Hatter", "Last-Event-ID", ids.get(6));
		assertThat(data(rest)).isEqualTo(data(whole).subList(7, ids.size() + 1));
		assertThat(ids(rest)).isEqualTo(ids.subList(7, ids.size()));
		assertThat(data(get("/api/chat?message=Who+is+the+Hatter&lastEventId=" + ids.get(ids.size() - 1))))
			.containsExactly(COMPLETE);
	}

	/**
	 * As when a browser comes back before the server knows that it had left.
	 */
	@Test
	void twoWhoAreToldTheSameAnswerAtTheSameTimeAreToldTheSame() throws Exception {
		HttpResponse<InputStream> first = this.http.send(request("/api/chat?message=How+do+trains+stop").build(),
				HttpResponse.BodyHandlers.ofInputStream());
		try (BufferedReader lines = new BufferedReader(new InputStreamReader(first.body(), StandardCharsets.UTF_8))) {
			String answer = firstId(lines).replaceAll(":\\d+$", "");
			HttpResponse<String> second = get("/api/chat?message=", "Last-Event-ID", answer + ":0");
			List<String> rest = lines.lines().toList();
			assertThat(data(second).stream()).endsWith(data(rest).toArray(String[]::new));
			assertThat(ids(second)).doesNotHaveDuplicates();
		}
	}

	@Test
	void anAnswerThatNobodyKnowsIsNotContinued() throws Exception {
		assertThat(get("/api/chat?message=", "Last-Event-ID", UUID.randomUUID() + ":3").statusCode()).isEqualTo(404);
		assertThat(get("/api/chat?message=", "Last-Event-ID", "nonsense").statusCode()).isEqualTo(400);
	}

	@ParameterizedTest
	@MethodSource("badRequests")
	void aQuestionThatNobodyCanAnswerIsABadRequest(String path, String body) throws Exception {
		assertThat(post(path, body).statusCode()).isEqualTo(400);
	}

	static Stream<Arguments> badRequests() {
		String tooLong = "a".repeat(4001);
		return Stream.of(Arguments.of("/api/chat", "{}"), Arguments.of("/api/chat", """
				{"message":" "}"""), Arguments.of("/api/chat", """
				{"message":"%s"}""".formatted(tooLong)), Arguments.of("/v1/chat/completions", "{}"),
				Arguments.of("/v1/chat/completions", """
						{"stream":true,"messages":[]}"""), Arguments.of("/v1/chat/completions", """
						{"messages":[{"role":"user","content":"%s"}]}""".formatted(tooLong)));
	}

	@Test
	void theConversationOfASessionIsRemembered() throws Exception {
		HttpResponse<String> answer = get("/api/chat?message=Who+has+a+watch");
		String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
		JsonNode conversation = json(get("/api/conversation", "Cookie", cookie));
		assertThat(conversation).hasSize(1);
		assertThat(conversation.at("/0/question").asString()).isEqualTo("Who has a watch");
		assertThat(conversation.at("/0/tokens").asInt()).isEqualTo(ids(answer).size());
		assertThat(conversation.at("/0/complete").asBoolean()).isTrue();
		assertThat(json(get("/api/conversation"))).isEmpty();
	}

	@Test
	void aCompletionComesInChunks() throws Exception {
		List<String> chunks = data(post("/v1/chat/completions", """
				{"model":"m","stream":true,"messages":[{"role":"user","content":"Where do trains sleep?"}]}"""));
		assertThat(chunks).hasSizeBetween(22, 42).last().isEqualTo("[DONE]");
		JsonNode first = JsonMapper.shared().readTree(chunks.get(0));
		assertThat(first.get("object").asString()).isEqualTo("chat.completion.chunk");
		assertThat(first.at("/choices/0/delta/content").asString()).isNotEmpty();
		assertThat(first.at("/choices/0/finish_reason").isNull()).isTrue();
		JsonNode last = JsonMapper.shared().readTree(chunks.get(chunks.size() - 2));
		assertThat(last.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
	}

	@Test
	void aCompletionComesAsAWhole() throws Exception {
		JsonNode completion = json(post("/v1/chat/completions", """
				{"messages":[{"role":"user","content":"Where do trains sleep?"}]}"""));
		assertThat(completion.get("object").asString()).isEqualTo("chat.completion");
		assertThat(completion.at("/choices/0/message/content").asString().split(" ")).hasSizeBetween(20, 40);
	}

	@Test
	void aWebSocketIsToldTheSame() throws Exception {
		SocketMessages messages = new SocketMessages();
		WebSocket socket = this.http.newWebSocketBuilder()
			.buildAsync(URI.create("ws://localhost:" + this.port + "/ws"), messages)
			.join();
		socket.sendText("""
				{"message":"How do ships stop?"}""", true).join();
		List<JsonNode> answer = messages.awaitAnswer();
		assertThat(answer).hasSizeBetween(21, 41);
		String third = answer.get(2).get("id").asString();
		assertThat(third).endsWith(":3");
		socket.sendText("""
				{"lastEventId":"%s"}""".formatted(third), true).join();
		assertThat(messages.awaitAnswer()).isEqualTo(answer.subList(3, answer.size()));
		socket.abort();
	}

	@Test
	void twoAnswersOverOneWebSocketAreToldToTheirEnds() throws Exception {
		SocketMessages messages = new SocketMessages();
		WebSocket socket = this.http.newWebSocketBuilder()
			.buildAsync(URI.create("ws://localhost:" + this.port + "/ws"), messages)
			.join();
		for (int i = 0; i < 4; i++) {
			socket.sendText("""
					{"message":"How do ships stop?"}""", true).join();
		}
		for (int i = 0; i < 4; i++) {
			List<JsonNode> answer = messages.awaitAnswer();
			assertThat(answer.get(answer.size() - 1).at("/event/reason").asString()).isEqualTo("complete");
		}
		socket.abort();
	}

	@Test
	void aWebSocketOutlivesAQuestionThatNobodyCanAnswer() throws Exception {
		SocketMessages messages = new SocketMessages();
		WebSocket socket = this.http.newWebSocketBuilder()
			.buildAsync(URI.create("ws://localhost:" + this.port + "/ws"), messages)
			.join();
		for (String message : List.of("{}", """
				{"lastEventId":"nonsense"}""")) {
			socket.sendText(message, true).join();
			assertThat(messages.awaitNext().at("/event/type").asString()).isEqualTo("error");
			assertThat(messages.awaitNext().at("/event/reason").asString()).isEqualTo("refused");
		}
		socket.sendText("""
				{"message":"How do ships stop?"}""", true).join();
		assertThat(messages.awaitAnswer()).hasSizeGreaterThan(20);
		socket.abort();
	}

	/**
	 * The other one may still be in a filter that adds to the head.
	 */
	@Test
	void theHeadOfAStreamIsSentByTheThreadOfTheRequest() throws Exception {
		for (HttpResponse<String> stream : List.of(get("/api/chat?message=ships"), post("/v1/chat/completions", """
				{"stream":true,"messages":[{"role":"user","content":"ships"}]}"""))) {
			assertThat(stream.headers().firstValue(WatchedResponses.SENT_BY))
				.hasValueSatisfying((thread) -> assertThat(thread).doesNotStartWith("answer-"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/chat", "/v1/chat/completions" })
	void aStreamThatCannotBeSentIsNotLeftOpen(String path) {
		assertThatIOException().isThrownBy(() -> this.http.send(request(path).header("Content-Type", "application/json")
			.header(WatchedResponses.FAIL, "true")
			.POST(HttpRequest.BodyPublishers.ofString("""
					{"message":"ships","stream":true,"messages":[{"role":"user","content":"ships"}]}"""))
			.build(), HttpResponse.BodyHandlers.ofString()));
	}

	@Test
	void aReportComesFromTheDatabase() throws Exception {
		JsonNode report = json(get("/api/report"));
		assertThat(report.get("passages").asInt()).isGreaterThan(50);
		assertThat(report.at("/saved/answers").isNumber()).isTrue();
	}

	@Test
	void thePageIsServed() throws Exception {
		assertThat(get("/").body()).contains("app.js", "style.css");
	}

	@Test
	void theStatusShowsTheClientsInClosingOrder() throws Exception {
		JsonNode status = json(get("/actuator/shutdown-status"));
		assertThat(status.get("state").asString()).isEqualTo("RUNNING");
		assertThat(status.get("clients").valueStream().map((client) -> client.get("name").asString()))
			.containsExactly("answerProcessor", "mcpClient", "llmClient", "dataSource");
	}

	private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
		HttpRequest.Builder request = request(path);
		if (headers.length > 0) {
			request.headers(headers);
		}
		return this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
		return this.http.send(request(path).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(json))
			.build(), HttpResponse.BodyHandlers.ofString());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path));
	}

	private static JsonNode json(HttpResponse<String> response) {
		assertThat(response.statusCode()).isEqualTo(200);
		return JsonMapper.shared().readTree(response.body());
	}

	private static List<String> data(HttpResponse<String> response) {
		assertThat(response.statusCode()).isEqualTo(200);
		return data(response.body().lines().toList());
	}

	private static List<String> data(List<String> lines) {
		return field("data:", lines);
	}

	private static List<String> ids(HttpResponse<String> response) {
		return field("id:", response.body().lines().toList());
	}

	private static String firstId(BufferedReader lines) throws IOException {
		String line = lines.readLine();
		while (!line.startsWith("id:")) {
			line = lines.readLine();
		}
		return line.substring("id:".length());
	}

	private static List<String> field(String name, List<String> lines) {
		return lines.stream()
			.filter((line) -> line.startsWith(name))
			.map((line) -> line.substring(name.length()))
			.toList();
	}

	/**
	 * Tells which thread sends the head of a response, and lets a response fail in the
	 * middle when it is asked to: not because its client has left, but as when sessions
	 * cannot be saved.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	static class WatchedResponses {

		static final String SENT_BY = "Sent-By";

		static final String FAIL = "Fail";

		@Bean
		Filter watchingFilter() {
			return (request, response, chain) -> chain.doFilter(request,
					new WatchedResponse((HttpServletRequest) request, (HttpServletResponse) response));
		}

	}

	/**
	 * A response of {@link WatchedResponses}.
	 */
	private static final class WatchedResponse extends HttpServletResponseWrapper {

		private final boolean failing;

		private int flushes;

		WatchedResponse(HttpServletRequest request, HttpServletResponse response) {
			super(response);
			this.failing = request.getHeader(WatchedResponses.FAIL) != null;
		}

		@Override
		public ServletOutputStream getOutputStream() throws IOException {
			if (!isCommitted()) {
				setHeader(WatchedResponses.SENT_BY, Thread.currentThread().getName());
			}
			return super.getOutputStream();
		}

		@Override
		public void flushBuffer() throws IOException {
			this.flushes++;
			if (this.failing && this.flushes == 3) {
				throw new IllegalStateException("This response fails");
			}
			super.flushBuffer();
		}

	}

}
