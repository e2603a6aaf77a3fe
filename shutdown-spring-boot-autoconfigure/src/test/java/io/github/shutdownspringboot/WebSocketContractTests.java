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

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.shutdownspringboot.application.HttpProbe;
import io.github.shutdownspringboot.application.Releasable;
import io.github.shutdownspringboot.application.TestServer;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import io.github.shutdownspringboot.coordinator.StatusContributor;
import io.github.shutdownspringboot.streams.StreamRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for WebSockets on every server: they are streams, not requests, and end with
 * a close frame that the client has time to answer.
 */
@ParameterizedClass
@EnumSource(TestServer.class)
@ExtendWith(OutputCaptureExtension.class)
class WebSocketContractTests {

	/**
	 * The time for ending a stream is 2 s unless it is set: that this one was heeded
	 * shows on a machine of any speed.
	 */
	private static final Duration LONGER_THAN_UNLESS_SET = Duration.ofSeconds(3);

	@Parameter
	private TestServer server;

	private ConfigurableApplicationContext context;

	private StreamRegistry registry;

	private HttpProbe probe;

	private int port;

	@AfterEach
	void close() {
		if (this.context != null && !this.context.isClosed()) {
			this.context.getBean(Releasable.class).release();
			this.context.close();
		}
	}

	@Test
	void aSessionIsAStreamUntilItIsClosedAndNoRequest() {
		start();
		Client client = open("/ws/echo").join();
		awaitCount("activeStreams", 1);
		awaitCount("activeRequests", 0);
		client.webSocket().sendText("hello", true);
		assertThat(client.listener().next()).isEqualTo("hello");
		client.webSocket().sendClose(WebSocket.NORMAL_CLOSURE, "");
		awaitCount("activeStreams", 0);
		assertThat(ended("finished")).isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/ws/echo", "/ws/sending" })
	void aSessionEndsWithACloseFrame(String path, CapturedOutput output) {
		start();
		List<Client> clients = List.of(open(path).join(), open(path).join(), open(path).join());
		awaitCount("activeStreams", 3);
		awaitCount("activeRequests", 0);
		this.context.close();
		clients.forEach((client) -> assertThat(client.listener().closed).succeedsWithin(30, TimeUnit.SECONDS)
			.isEqualTo("1001 Server shutdown in progress"));
		assertThat(ended("terminated")).isEqualTo(3);
		// Were a client waited for in vain, it would have timed out
		assertThat(output).contains("Shutdown completed: CLEAN").doesNotContain(" ERROR ", " WARN ", "\tat ");
	}

	@Test
	void aClientThatGoesOnSendingSeesTheCloseFrame(CapturedOutput output) {
		start();
		List<Client> clients = Stream.generate(() -> open("/ws/echo", new ChattingListener()).join())
			.limit(10)
			.toList();
		awaitCount("activeStreams", 10);
		clients.forEach((client) -> client.webSocket().sendText("chatting", true));
		clients.forEach((client) -> assertThat(client.listener().next()).isEqualTo("chatting"));
		this.context.close();
		clients.forEach((client) -> assertThat(client.listener().closed).succeedsWithin(30, TimeUnit.SECONDS)
			.isEqualTo("1001 Server shutdown in progress"));
		assertThat(ended("terminated")).isEqualTo(10);
		assertThat(output).contains("Shutdown completed: CLEAN").doesNotContain(" ERROR ", " WARN ", "\tat ");
	}

	@Test
	void policiesHoldForSessions() {
		start("--shutdown.streams.grace=20s", "--shutdown.streams.policies.[/ws/sending]=end");
		Client echo = open("/ws/echo").join();
		Client sending = open("/ws/sending").join();
		awaitCount("activeStreams", 2);
		CompletableFuture<Void> closed = TestThreads.run(this.context::close);
		assertThat(sending.listener().closed).succeedsWithin(15, TimeUnit.SECONDS)
			.isEqualTo("1001 Server shutdown in progress");
		echo.webSocket().sendText("still there", true);
		assertThat(echo.listener().next()).isEqualTo("still there");
		echo.webSocket().sendClose(WebSocket.NORMAL_CLOSURE, "");
		assertThat(closed).succeedsWithin(15, TimeUnit.SECONDS);
		assertThat(ended("terminated")).isOne();
		assertThat(ended("finished")).isOne();
	}

	@Test
	void codeAndReasonAreThoseOfTheProperties() {
		start("--shutdown.websocket.close-code=1012", "--shutdown.streams.message=" + "x".repeat(200));
		Client client = open("/ws/echo").join();
		awaitCount("activeStreams", 1);
		this.context.close();
		assertThat(client.listener().closed).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo("1012 " + "x".repeat(123));
	}

	@Test
	void aSessionMayEndByItselfWithinItsGrace() {
		start("--shutdown.streams.grace=20s");
		Client client = open("/ws/echo").join();
		awaitCount("activeStreams", 1);
		CompletableFuture<Void> closed = TestThreads.run(this.context::close);
		Awaitility.await().untilAsserted(() -> assertThat(this.probe.get("/quick").join().statusCode()).isEqualTo(503));
		client.webSocket().sendText("still there", true);
		assertThat(client.listener().next()).isEqualTo("still there");
		client.webSocket().sendClose(WebSocket.NORMAL_CLOSURE, "");
		assertThat(closed).succeedsWithin(15, TimeUnit.SECONDS);
		assertThat(ended("finished")).isOne();
	}

	@Test
	void aClientThatDoesNotAnswerIsGivenUp(CapturedOutput output) throws IOException {
		start("--shutdown.streams.write-timeout=" + LONGER_THAN_UNLESS_SET);
		ShutdownCoordinator coordinator = this.context.getBean(ShutdownCoordinator.class);
		try (Socket client = openSocket("/ws/echo")) {
			awaitCount("activeStreams", 1);
			CompletableFuture<Void> closed = TestThreads.run(this.context::close);
			byte[] frame = client.getInputStream().readAllBytes();
			assertThat(frame).startsWith(0x88, 2 + "Server shutdown in progress".length(), 1001 >> 8, 1001 & 0xFF);
			assertThat(new String(frame, StandardCharsets.UTF_8)).endsWith("Server shutdown in progress");
			assertThat(closed).succeedsWithin(30, TimeUnit.SECONDS);
		}
		assertThat(ended("abandoned")).isOne();
		assertThat(duration(coordinator)).isBetween(LONGER_THAN_UNLESS_SET, Duration.ofSeconds(15));
		assertThat(output).contains("1 stream cut: its client did not read or answer", "Shutdown completed: TIMED_OUT")
			.doesNotContain(" ERROR ", "\tat ");
	}

	@Test
	void aClientThatDoesNotReadIsGivenUp(CapturedOutput output) throws IOException {
		start("--shutdown.streams.write-timeout=" + LONGER_THAN_UNLESS_SET);
		ShutdownCoordinator coordinator = this.context.getBean(ShutdownCoordinator.class);
		try (Socket client = openSocket("/ws/flood")) {
			awaitCount("activeStreams", 1);
			this.context.close();
		}
		assertThat(ended("abandoned")).isOne();
		assertThat(duration(coordinator)).isBetween(LONGER_THAN_UNLESS_SET, Duration.ofSeconds(15));
		assertThat(output).contains("1 stream cut: its client did not read or answer", "Shutdown completed: TIMED_OUT")
			.doesNotContain(" ERROR ", "\tat ");
	}

	@Test
	void aClientThatHasLeftDoesNotHoldTheShutdown(CapturedOutput output) throws IOException {
		start();
		try (Socket client = openSocket("/ws/sending")) {
			awaitCount("activeStreams", 1);
		}
		awaitCount("activeStreams", 0);
		this.context.close();
		assertThat(output).contains("Shutdown completed: CLEAN").doesNotContain(" ERROR ");
	}

	@Test
	void whileDrainingAnUpgradeIsRefused() {
		start();
		CompletableFuture<HttpResponse<String>> inFlight = this.probe.get("/blocking/1");
		awaitCount("activeRequests", 1);
		CompletableFuture<Void> closed = TestThreads.run(this.context::close);
		Awaitility.await().untilAsserted(() -> assertThat(this.probe.get("/quick").join().statusCode()).isEqualTo(503));
		assertThat(open("/ws/echo")).failsWithin(30, TimeUnit.SECONDS)
			.withThrowableThat()
			.havingCause()
			.isInstanceOfSatisfying(WebSocketHandshakeException.class,
					(ex) -> assertThat(ex.getResponse().statusCode()).isEqualTo(503));
		this.context.getBean(Releasable.class).release();
		assertThat(inFlight).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(closed).succeedsWithin(30, TimeUnit.SECONDS);
	}

	@Test
	void whereRequestsAreServedWhileDrainingASessionOpensAndEndsAtOnce(CapturedOutput output) {
		start("--shutdown.requests.while-draining=serve");
		CompletableFuture<HttpResponse<String>> inFlight = this.probe.get("/blocking/1");
		awaitCount("activeRequests", 1);
		ShutdownCoordinator coordinator = this.context.getBean(ShutdownCoordinator.class);
		CompletableFuture<Void> closed = TestThreads.run(this.context::close);
		Awaitility.await().until(() -> coordinator.getState().isAtLeast(ShutdownState.DRAINING));
		assertThat(open("/ws/echo").join().listener().closed).succeedsWithin(30, TimeUnit.SECONDS)
			.isEqualTo("1001 Server shutdown in progress");
		this.context.getBean(Releasable.class).release();
		assertThat(inFlight).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(closed).succeedsWithin(30, TimeUnit.SECONDS);
		Awaitility.await().untilAsserted(() -> assertThat(ended("terminated")).isOne());
		assertThat(output).doesNotContain(" ERROR ", " WARN ", "\tat ");
	}

	@Test
	void aSessionOfAnExcludedPathIsLeftAlone() {
		start("--shutdown.requests.excluded-paths=/ws/**");
		Client client = open("/ws/echo").join();
		client.webSocket().sendText("hello", true);
		assertThat(client.listener().next()).isEqualTo("hello");
		awaitCount("activeStreams", 0);
	}

	private void start(String... arguments) {
		List<String> all = new ArrayList<>(this.server.getArguments());
		all.addAll(List.of("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off",
				"--org.springframework.boot.test.context.SpringBootTestContextBootstrapper=true"));
		all.addAll(List.of(arguments));
		this.context = SpringApplication.run(this.server.getApplication(), all.toArray(String[]::new));
		this.registry = this.context.getBean(StreamRegistry.class);
		this.port = ((WebServerApplicationContext) this.context).getWebServer().getPort();
		this.probe = new HttpProbe(this.port);
	}

	private CompletableFuture<Client> open(String path) {
		return open(path, new Listener());
	}

	private CompletableFuture<Client> open(String path, Listener listener) {
		return HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create("ws://127.0.0.1:" + this.port + path), listener)
			.thenApply((webSocket) -> new Client(webSocket, listener));
	}

	/**
	 * Open a WebSocket whose client does not answer.
	 * @param path the path
	 * @return the connection, after the head of the response
	 * @throws IOException if the client cannot connect
	 */
	private Socket openSocket(String path) throws IOException {
		Socket socket = new Socket("127.0.0.1", this.port);
		socket.setSoTimeout(30_000);
		socket.getOutputStream().write("""
				GET %s HTTP/1.1\r
				Host: localhost\r
				Upgrade: websocket\r
				Connection: Upgrade\r
				Sec-WebSocket-Version: 13\r
				Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
				\r
				""".formatted(path).getBytes(StandardCharsets.US_ASCII));
		DataInputStream input = new DataInputStream(socket.getInputStream());
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			head.append((char) input.readByte());
		}
		assertThat(head).startsWith("HTTP/1.1 101");
		return socket;
	}

	private long count(String name) {
		return this.context.getBeanProvider(StatusContributor.class)
			.stream()
			.map(StatusContributor::getCounts)
			.filter((counts) -> counts.containsKey(name))
			.mapToLong((counts) -> counts.get(name))
			.sum();
	}

	private void awaitCount(String name, long expected) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(count(name)).as(name).isEqualTo(expected));
	}

	private long ended(String outcome) {
		return this.registry.getMeasurements()
			.stream()
			.filter((measurement) -> measurement.name().equals("shutdown.streams.ended")
					&& measurement.tags().equals(Map.of("kind", "websocket", "outcome", outcome)))
			.mapToLong((measurement) -> measurement.value().getAsLong())
			.sum();
	}

	private static Duration duration(ShutdownCoordinator coordinator) {
		return coordinator.getReport()
			.stages()
			.stream()
			.filter((stage) -> stage.name().equals("streams"))
			.map(ShutdownReport.Stage::duration)
			.findFirst()
			.orElseThrow();
	}

	private record Client(WebSocket webSocket, Listener listener) {

	}

	private static class Listener implements WebSocket.Listener {

		private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

		private final CompletableFuture<String> closed = new CompletableFuture<>();

		@Override
		public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
			this.messages.add(data.toString());
			webSocket.request(1);
			return null;
		}

		@Override
		public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
			this.closed.complete(statusCode + " " + reason);
			return null;
		}

		@Override
		public void onError(WebSocket webSocket, Throwable error) {
			this.closed.completeExceptionally(error);
		}

		String next() {
			return Awaitility.await().until(this.messages::poll, (message) -> message != null);
		}

	}

	/**
	 * Sends back whatever comes.
	 */
	private static final class ChattingListener extends Listener {

		@Override
		public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
			webSocket.sendText(data.toString(), last);
			return super.onText(webSocket, data, last);
		}

	}

}
