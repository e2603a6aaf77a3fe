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

package io.github.shutdownspringboot.requests.reactive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;

import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NettyExchanges}.
 */
class NettyExchangesTests {

	private final List<String> ended = new CopyOnWriteArrayList<>();

	private final List<Boolean> closingByItself = new CopyOnWriteArrayList<>();

	private final Sinks.Empty<Void> answer = Sinks.empty();

	private final CompletableFuture<Boolean> waiting = new CompletableFuture<>();

	private final AtomicBoolean closing = new AtomicBoolean();

	private DisposableServer server;

	@AfterEach
	void stop() {
		this.answer.tryEmitEmpty();
		this.server.disposeNow(Duration.ofSeconds(30));
	}

	@Test
	void theEndOfEachResponseIsTold() throws Exception {
		start(this::observed);
		assertEachEndIsToldOnce(HttpClient.Version.HTTP_1_1);
	}

	@Test
	void theEndOfEachResponseOfHttp2IsTold() throws Exception {
		start((server) -> observed(server.protocol(HttpProtocol.H2C, HttpProtocol.HTTP11)));
		assertEachEndIsToldOnce(HttpClient.Version.HTTP_2);
	}

	@Test
	void theEndOfEachResponseOfAServerWithoutAnObserverIsTold() throws Exception {
		start((server) -> server);
		assertEachEndIsToldOnce(HttpClient.Version.HTTP_1_1);
	}

	@Test
	void theEndOfAConnectionIsTheEndOfItsResponse() {
		start(this::observed);
		CompletableFuture<HttpResponse<Void>> response = send(HttpClient.newHttpClient(), "/slow");
		assertThat(this.waiting).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(this.ended).isEmpty();
		response.cancel(true);
		Awaitility.await().untilAsserted(() -> assertThat(this.ended).containsExactly("/slow"));
	}

	@Test
	void aResponseIsTheLastOfItsConnectionWhenConnectionsAreToBeClosed() throws Exception {
		start(this::observed);
		HttpClient client = HttpClient.newHttpClient();
		assertThat(send(client, "/one").get(30, TimeUnit.SECONDS).headers().map()).doesNotContainKey("connection");
		CompletableFuture<HttpResponse<Void>> begunBefore = send(client, "/slow");
		assertThat(this.waiting).succeedsWithin(30, TimeUnit.SECONDS);
		this.closing.set(true);
		this.answer.tryEmitEmpty();
		assertThat(begunBefore.get(30, TimeUnit.SECONDS).headers().allValues("Connection")).containsExactly("close");
		assertThat(send(client, "/two").get(30, TimeUnit.SECONDS).headers().allValues("Connection"))
			.containsExactly("close");
		assertThat(this.closingByItself).containsExactly(true, true, true);
	}

	@Test
	void aServerWithoutAnObserverLeavesConnectionsOpen() throws Exception {
		this.closing.set(true);
		start((server) -> server);
		assertThat(send(HttpClient.newHttpClient(), "/one").get(30, TimeUnit.SECONDS).headers().map())
			.doesNotContainKey("connection");
		assertThat(this.closingByItself).containsExactly(false);
	}

	@Test
	void aConnectionOfHttp2IsClosedInAnotherWay() throws Exception {
		this.closing.set(true);
		start((server) -> observed(server.protocol(HttpProtocol.H2C, HttpProtocol.HTTP11)));
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
		for (String path : List.of("/one", "/two")) {
			assertThat(send(client, path).get(30, TimeUnit.SECONDS).version()).isEqualTo(HttpClient.Version.HTTP_2);
		}
		assertThat(this.closingByItself).containsExactly(false, false);
	}

	@Test
	void aClientIsToldToContinueAndThenThatTheConnectionIsClosed() throws IOException {
		this.closing.set(true);
		start(this::observed);
		try (Socket socket = new Socket("127.0.0.1", this.server.port())) {
			socket.setSoTimeout(30_000);
			String head = "POST /body HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n";
			socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
			BufferedReader reader = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
			assertThat(readHead(reader)).startsWith("HTTP/1.1 100 Continue").doesNotContain("connection: close");
			socket.getOutputStream().write('x');
			List<String> answer = readHead(reader);
			assertThat(answer).first().isEqualTo("HTTP/1.1 200 OK");
			assertThat(answer).containsOnlyOnce("connection: close");
			assertThat(reader.read()).as("end of the connection").isEqualTo(-1);
		}
	}

	private static List<String> readHead(BufferedReader reader) throws IOException {
		List<String> lines = new ArrayList<>();
		String line = reader.readLine();
		while (line != null && !line.isEmpty()) {
			lines.add(line);
			line = reader.readLine();
		}
		return lines;
	}

	private void assertEachEndIsToldOnce(HttpClient.Version version) throws Exception {
		HttpClient client = HttpClient.newBuilder().version(version).build();
		for (String path : List.of("/one", "/two", "/three")) {
			assertThat(send(client, path).get(30, TimeUnit.SECONDS).version()).isEqualTo(version);
		}
		this.server.disposeNow(Duration.ofSeconds(30));
		Awaitility.await().untilAsserted(() -> assertThat(this.ended).containsExactly("/one", "/two", "/three"));
	}

	private CompletableFuture<HttpResponse<Void>> send(HttpClient client, String path) {
		URI uri = URI.create("http://127.0.0.1:" + this.server.port() + path);
		return client.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
	}

	private HttpServer observed(HttpServer server) {
		return server.childObserve(new NettyExchangeObserver(this.closing::get, new NettyHttp2EventLoops()));
	}

	private void start(UnaryOperator<HttpServer> customizer) {
		HttpHandler handler = (request, response) -> {
			String path = request.getURI().getPath();
			assertThat(NettyExchanges.whenEnded(request, () -> this.ended.add(path))).isTrue();
			this.closingByItself.add(NettyExchanges.areClosing(request));
			if (path.equals("/slow")) {
				this.waiting.complete(true);
				return this.answer.asMono();
			}
			return request.getBody().then();
		};
		this.server = customizer.apply(HttpServer.create().host("127.0.0.1").port(0))
			.handle(new ReactorHttpHandlerAdapter(handler))
			.bindNow(Duration.ofSeconds(30));
	}

}
