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

package io.github.shutdownspringboot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.github.shutdownspringboot.application.HttpProbe;
import io.github.shutdownspringboot.application.TestServer;
import io.github.shutdownspringboot.clients.ClientRegistration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What SECURITY.md says of somebody who only has the network, on every server.
 */
@ParameterizedClass
@EnumSource(TestServer.class)
@ExtendWith(OutputCaptureExtension.class)
class SecurityContractTests {

	/**
	 * Line ends, an escape sequence and markup, as a path may have them.
	 */
	private static final String HOSTILE = "%0D%0AX-Forged:%20yes%0D%0A%0D%0Adata:%20forged%1B%5B2J%C2%85%3Cscript%3E";

	private static final int FLOOD = 1000;

	/**
	 * What the JVM and the pools of servers may keep for a while, whatever the number of
	 * requests.
	 */
	private static final int SLACK = 100;

	@Parameter
	private TestServer server;

	private DrainingApplication application;

	@AfterEach
	void close() {
		if (this.application != null) {
			this.application.close();
		}
	}

	@Test
	void byDefaultTheStatusHasCountsAndNoDetails() {
		start(List.of(NamedClient.class));
		assertThat(names(this.application.getProbe().status())).containsExactlyInAnyOrder("state", "remaining",
				"worstCase", "shutdownInitiated", "activeRequests", "rejectedRequests", "activeStreams",
				"registeredClients", "stages");
		this.application.drain();
		HttpResponse<String> status = get("/actuator/shutdown-status");
		assertThat(status.body()).contains("\"activeRequests\":1", "\"registeredClients\":1")
			.doesNotContain("blocking", "secret-client", "inFlight", "unfinished");
		assertThat(names(this.application.getProbe().status())).containsExactlyInAnyOrder("state", "shutdownId",
				"trigger", "startedAt", "elapsed", "remaining", "worstCase", "shutdownInitiated", "activeRequests",
				"rejectedRequests", "activeStreams", "registeredClients", "stages");
		this.application.release();
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "PATCH", "DELETE" })
	void nothingCanBeDoneToTheStatusButRead(String method) {
		start(List.of());
		for (String path : List.of("/actuator/shutdown-status", "/actuator/shutdown-status/history")) {
			assertThat(send(HttpRequest.newBuilder(uri(path)).method(method, HttpRequest.BodyPublishers.ofString("{}")))
				.statusCode()).isEqualTo(405);
		}
		assertThat(this.application.getProbe().status().get("state").asString()).isEqualTo("RUNNING");
	}

	@Test
	void nothingThatAClientSendsIsInARefusal() throws IOException {
		start(List.of());
		this.application.drain();
		for (String accept : List.of("*/*", "text/event-stream")) {
			assertThat(refused(accept, "/forged%3Cscript%3E"))
				.startsWith("HTTP/1.1 " + (accept.equals("*/*") ? "503" : "200"));
			if (this.server != TestServer.JETTY) {
				// Jetty lets no such path in, and says so itself
				refused(accept, "/" + HOSTILE);
			}
		}
		this.application.release();
	}

	private String refused(String accept, String path) throws IOException {
		String response = exchange("GET " + path + "?" + HOSTILE + " HTTP/1.1", "Accept: " + accept,
				"Last-Event-ID: " + HOSTILE, "Origin: https://forged.example", "Retry-After: 4711",
				"X-Forged: <script>");
		assertThat(response.toLowerCase(Locale.ROOT)).doesNotContain("forged", "4711", "<script", "\u001b");
		assertThat(headerNames(response)).isSubsetOf("cache-control", "connection", "content-length", "content-type",
				"date", "retry-after", "transfer-encoding", "vary");
		return response;
	}

	@Test
	void nothingThatAClientSendsIsInTheLog(CapturedOutput output) throws IOException {
		start(List.of(), "--shutdown.requests.timeout=2s", "--logging.level.io.github.shutdownspringboot=debug");
		try (Socket client = connect()) {
			send(client, "GET /blocking/forged%3Cscript%3E?" + HOSTILE + " HTTP/1.1", "X-Forged: " + HOSTILE,
					"Last-Event-ID: " + HOSTILE);
			Awaitility.await()
				.untilAsserted(() -> assertThat(this.application.getCounts()).containsEntry("activeRequests", 1L));
			// Has a request of its own
			this.application.drain(2);
			exchange("GET /" + HOSTILE + " HTTP/1.1", "X-Forged: " + HOSTILE);
			Awaitility.await()
				.untilAsserted(() -> assertThat(output).contains("Unfinished: request GET /blocking/{id}"));
		}
		this.application.release();
		assertThat(output.getAll().toLowerCase(Locale.ROOT)).contains("shutdown completed: timed_out")
			.doesNotContain("forged", "<script", "\u001b[2j", "\u0085");
	}

	@Test
	void whoIsRefusedLeavesNothingBehind() {
		start(List.of());
		this.application.drain();
		flood(100);
		long before = LiveObjects.total();
		flood(FLOOD);
		assertThat(this.application.getCounts().get("rejectedRequests")).isGreaterThanOrEqualTo(FLOOD);
		Awaitility.await()
			.untilAsserted(() -> assertThat(LiveObjects.total()).as(() -> "what is kept: " + LiveObjects.count())
				.isLessThan(before + SLACK));
		this.application.release();
	}

	@Test
	void whoIsRefusedAndNeverSendsTheRestIsForgottenWithTheConnection() {
		start(List.of());
		this.application.drain();
		long before = LiveObjects.total();
		List<Socket> clients = Stream.generate(this::beginUpload).limit(200).toList();
		assertThat(LiveObjects.total()).isGreaterThan(before + SLACK);
		clients.forEach(SecurityContractTests::closeQuietly);
		Awaitility.await()
			.untilAsserted(() -> assertThat(LiveObjects.total()).as(() -> "what is kept: " + LiveObjects.count())
				.isLessThan(before + SLACK));
		this.application.release();
	}

	private void start(List<Class<?>> configurations, String... arguments) {
		this.application = DrainingApplication.start(this.server, configurations, arguments);
	}

	private static List<String> names(JsonNode node) {
		return List.copyOf(node.propertyNames());
	}

	/**
	 * Requests of all kinds, some at a time.
	 */
	private void flood(int count) {
		for (int sent = 0; sent < count; sent += 20) {
			List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				responses.add(refused(i % 4, "/nowhere/" + sent + "/" + i));
			}
			responses.forEach((response) -> assertThat(response.join().statusCode()).isIn(200, 503));
		}
	}

	private CompletableFuture<HttpResponse<String>> refused(int kind, String path) {
		HttpProbe probe = this.application.getProbe();
		return switch (kind) {
			case 0 -> probe.get("/quick");
			case 1 -> probe.get("/sse/emitter", "Accept", "text/event-stream");
			case 2 -> probe.get(path, "Origin", "https://elsewhere.example");
			default -> probe.post("/upload");
		};
	}

	/**
	 * Send the head of a request and a part of its body, and read the refusal.
	 */
	private Socket beginUpload() {
		try {
			Socket client = connect();
			send(client, "POST /upload HTTP/1.1", "Content-Length: 1000000", "Content-Type: application/octet-stream");
			client.getOutputStream().write(new byte[10_000]);
			StringBuilder received = new StringBuilder();
			while (received.indexOf("}") < 0) {
				int next = client.getInputStream().read();
				assertThat(next).as(received.toString()).isNotNegative();
				received.append((char) next);
			}
			assertThat(received).startsWith("HTTP/1.1 503");
			return client;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void closeQuietly(Socket client) {
		try {
			client.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Socket connect() throws IOException {
		Socket client = new Socket("127.0.0.1", this.application.getPort());
		client.setSoTimeout(60_000);
		return client;
	}

	private String exchange(String requestLine, String... headers) throws IOException {
		try (Socket client = connect()) {
			send(client, requestLine, headers);
			return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static void send(Socket client, String requestLine, String... headers) throws IOException {
		String head = requestLine + "\r\nHost: localhost\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
		client.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
	}

	private static List<String> headerNames(String response) {
		return response.substring(0, response.indexOf("\r\n\r\n"))
			.lines()
			.skip(1)
			.map((line) -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
			.toList();
	}

	private HttpResponse<String> get(String path) {
		return this.application.getProbe().get(path).join();
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) {
		return HttpClient.newHttpClient()
			.sendAsync(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString())
			.join();
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.application.getPort() + path);
	}

	@Configuration(proxyBeanMethods = false)
	static class NamedClient {

		@Bean
		ClientRegistration client() {
			return ClientRegistration.of("secret-client", () -> {
			});
		}

	}

}
