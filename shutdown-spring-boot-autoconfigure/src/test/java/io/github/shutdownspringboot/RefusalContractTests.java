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
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.github.shutdownspringboot.application.CorsWay;
import io.github.shutdownspringboot.application.ReactorClients;
import io.github.shutdownspringboot.application.TestServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.netty.http.HttpProtocol;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds on every server: who is refused gets to see it, a page of another origin as
 * well as somebody who is still sending.
 */
@ParameterizedClass
@EnumSource(TestServer.class)
@ExtendWith(OutputCaptureExtension.class)
class RefusalContractTests {

	private static final String FORBIDDEN_ORIGIN = "https://forbidden.example";

	private static final int LARGE = 10_000_000;

	private static final byte[] BLOCK = new byte[10_000];

	@Parameter
	private TestServer server;

	private DrainingApplication application;

	@AfterEach
	void close() {
		if (this.application != null) {
			this.application.close();
		}
	}

	@ParameterizedTest
	@EnumSource(CorsWay.class)
	void aPageOfAnotherOriginMayReadARefusal(CorsWay way, CapturedOutput output) {
		start(way.getConfigurations(this.server));
		Map<String, String> served = corsHeaders(get(way, CorsWay.ALLOWED_ORIGIN));
		assertThat(served).containsEntry("access-control-allow-origin", CorsWay.ALLOWED_ORIGIN);
		this.application.drain();

		HttpResponse<String> refused = get(way, CorsWay.ALLOWED_ORIGIN);
		assertThat(refused.statusCode()).isEqualTo(503);
		assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
		assertThat(refused.headers().firstValue("Connection")).hasValue("close");
		assertThat(refused.body()).contains("\"status\":503");
		assertThat(corsHeaders(refused)).isEqualTo(served);

		HttpResponse<String> lateStream = this.application.getProbe()
			.get(way.getPath(), "Origin", CorsWay.ALLOWED_ORIGIN, "Accept", "text/event-stream")
			.join();
		assertThat(lateStream.statusCode()).isEqualTo(200);
		assertThat(lateStream.body()).startsWith("retry:1000\n\n");
		assertThat(corsHeaders(lateStream)).isEqualTo(served);

		assertThat(this.application.getBean(MeterRegistry.class)
			.find("http.server.requests")
			.tag("status", "503")
			.timers()).isEmpty();
		this.application.release();
		assertThat(output).contains("Shutdown completed: CLEAN").doesNotContain(" ERROR ", " WARN ");
	}

	@ParameterizedTest
	@EnumSource(CorsWay.class)
	void aPageOfAForbiddenOriginMayNot(CorsWay way) {
		start(way.getConfigurations(this.server));
		assertThat(get(way, FORBIDDEN_ORIGIN).statusCode()).isEqualTo(403);
		this.application.drain();
		HttpResponse<String> refused = get(way, FORBIDDEN_ORIGIN);
		assertThat(refused.statusCode()).isEqualTo(503);
		assertThat(refused.body()).contains("\"status\":503");
		assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
		this.application.release();
	}

	@ParameterizedTest
	@EnumSource(CorsWay.class)
	void aPreflightIsAnsweredAsEver(CorsWay way) {
		start(way.getConfigurations(this.server));
		HttpResponse<String> allowed = preflight(way, CorsWay.ALLOWED_ORIGIN);
		HttpResponse<String> forbidden = preflight(way, FORBIDDEN_ORIGIN);
		this.application.drain();
		assertThat(preflight(way, CorsWay.ALLOWED_ORIGIN)).satisfies((whileDraining) -> {
			assertThat(whileDraining.statusCode()).isEqualTo(allowed.statusCode()).isEqualTo(200);
			assertThat(corsHeaders(whileDraining)).isEqualTo(corsHeaders(allowed))
				.containsEntry("access-control-allow-origin", CorsWay.ALLOWED_ORIGIN);
		});
		assertThat(preflight(way, FORBIDDEN_ORIGIN)).satisfies((whileDraining) -> {
			assertThat(whileDraining.statusCode()).isEqualTo(forbidden.statusCode()).isEqualTo(403);
			assertThat(corsHeaders(whileDraining)).isEqualTo(corsHeaders(forbidden));
		});
		this.application.release();
	}

	@Test
	void whoTellsNoOriginGetsNoHeadersForOrigins() {
		start(CorsWay.FILTER.getConfigurations(this.server));
		this.application.drain();
		HttpResponse<String> refused = this.application.getProbe().get(CorsWay.FILTER.getPath()).join();
		assertThat(refused.statusCode()).isEqualTo(503);
		assertThat(corsHeaders(refused)).isEmpty();
		this.application.release();
	}

	@Test
	void whatIsNotAllowedToAnyOriginIsRefusedLikeEverythingElse() {
		start(List.of());
		this.application.drain();
		HttpResponse<String> refused = get(CorsWay.MAPPING, CorsWay.ALLOWED_ORIGIN);
		assertThat(refused.statusCode()).isEqualTo(503);
		assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
		HttpResponse<String> wrongMethod = this.application.getProbe()
			.get("/upload", "Origin", CorsWay.ALLOWED_ORIGIN)
			.join();
		assertThat(wrongMethod.statusCode()).isEqualTo(503);
		this.application.release();
	}

	@Test
	void originsAreKnownBelowABasePathToo() {
		start(List.of(), "--server.servlet.context-path=/app", "--spring.webflux.base-path=/app");
		this.application.drain("/app");
		HttpResponse<String> refused = this.application.getProbe()
			.get("/app" + CorsWay.ANNOTATION.getPath(), "Origin", CorsWay.ALLOWED_ORIGIN)
			.join();
		assertThat(refused.statusCode()).isEqualTo(503);
		assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).hasValue(CorsWay.ALLOWED_ORIGIN);
		this.application.release();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whoSendsAllBeforeReadingSeesTheRefusal(boolean chunked, CapturedOutput output) throws IOException {
		start(List.of());
		this.application.drain();
		try (Socket client = connect()) {
			sendHead(client, chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + LARGE);
			sendBody(client, chunked);
			assertThat(receive(client)).startsWith("HTTP/1.1 503").endsWith("}");
		}
		this.application.release();
		assertThat(output).contains("Shutdown completed: CLEAN").doesNotContain(" ERROR ", " WARN ");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whoReadsWhileSendingSeesTheRefusal(boolean chunked) throws Exception {
		start(List.of());
		this.application.drain();
		HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofByteArray(new byte[LARGE]);
		HttpResponse<String> response = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.build()
			.send(HttpRequest.newBuilder(uri("/upload"))
				.timeout(Duration.ofSeconds(60))
				.POST(chunked ? HttpRequest.BodyPublishers.fromPublisher(body) : body)
				.build(), HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.body()).contains("\"status\":503");
		this.application.release();
	}

	@Test
	void whoAsksBeforeSendingIsNotToldToGoOn() throws IOException {
		start(List.of());
		this.application.drain();
		try (Socket client = connect()) {
			sendHead(client, "Content-Length: " + LARGE, "Expect: 100-continue");
			assertThat(receive(client)).startsWith("HTTP/1.1 503").endsWith("}").doesNotContain("HTTP/1.1 100");
		}
		this.application.release();
	}

	@Test
	void whoAsksBeforeSendingAndIsServedIsToldToGoOn() throws IOException {
		start(List.of(), "--shutdown.requests.excluded-paths=/upload");
		this.application.drain();
		try (Socket client = connect()) {
			sendHead(client, "Content-Length: 10000", "Expect: 100-continue", "Connection: close");
			assertThat(receive(client, (received) -> received.endsWith("\r\n\r\n"))).startsWith("HTTP/1.1 100");
			client.getOutputStream().write(BLOCK);
			assertThat(receive(client)).startsWith("HTTP/1.1 200").contains("10000");
		}
		this.application.release();
	}

	@Test
	void whoNeverSendsSeesTheRefusalAndDoesNotHoldTheShutdown(CapturedOutput output) throws IOException {
		start(List.of());
		this.application.drain();
		try (Socket client = connect()) {
			sendHead(client, "Content-Length: " + LARGE);
			assertThat(receive(client, (received) -> received.endsWith("}"))).startsWith("HTTP/1.1 503");
			this.application.release();
		}
		assertThat(output).contains("Shutdown completed: CLEAN").doesNotContain(" ERROR ", " WARN ");
	}

	@Test
	void whoSendsOverHttp2SeesTheRefusal() {
		start(List.of(), "--server.http2.enabled=true");
		this.application.drain();
		String response = ReactorClients.create(ConnectionProvider.newConnection())
			.protocol(HttpProtocol.H2C)
			.post()
			.uri(uri("/upload"))
			.send(Flux.range(0, LARGE / BLOCK.length).map((i) -> Unpooled.wrappedBuffer(BLOCK)))
			.responseSingle((head, body) -> body.asString().map((text) -> head.status().code() + " " + text))
			.block(Duration.ofSeconds(60));
		assertThat(response).startsWith("503 ").contains("\"status\":503");
		this.application.release();
	}

	private void start(List<Class<?>> configurations, String... arguments) {
		this.application = DrainingApplication.start(this.server, configurations, arguments);
	}

	private HttpResponse<String> get(CorsWay way, String origin) {
		return this.application.getProbe().get(way.getPath(), "Origin", origin).join();
	}

	private HttpResponse<String> preflight(CorsWay way, String origin) {
		HttpRequest request = HttpRequest.newBuilder(uri(way.getPath()))
			.method("OPTIONS", HttpRequest.BodyPublishers.noBody())
			.headers("Origin", origin, "Access-Control-Request-Method", "GET")
			.timeout(Duration.ofSeconds(60))
			.build();
		return HttpClient.newHttpClient().sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
	}

	/**
	 * What a browser looks at to find out what a page may see.
	 * @param response the response
	 * @return headers
	 */
	private static Map<String, String> corsHeaders(HttpResponse<?> response) {
		Map<String, String> headers = new TreeMap<>();
		response.headers().map().forEach((name, values) -> {
			String lowerCase = name.toLowerCase(Locale.ROOT);
			if (lowerCase.startsWith("access-control-") || lowerCase.equals("vary")) {
				headers.put(lowerCase, String.join(",", values));
			}
		});
		return headers;
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.application.getPort() + path);
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket("127.0.0.1", this.application.getPort());
		socket.setSoTimeout(60_000);
		return socket;
	}

	private static void sendHead(Socket client, String... headers) throws IOException {
		String head = "POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
				+ String.join("\r\n", headers) + "\r\n\r\n";
		client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
	}

	private static void sendBody(Socket client, boolean chunked) throws IOException {
		OutputStream output = client.getOutputStream();
		for (int sent = 0; sent < LARGE; sent += BLOCK.length) {
			if (chunked) {
				output.write((Integer.toHexString(BLOCK.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
			}
			output.write(BLOCK);
			if (chunked) {
				output.write("\r\n".getBytes(StandardCharsets.US_ASCII));
			}
		}
		if (chunked) {
			output.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		}
	}

	private static String receive(Socket client) throws IOException {
		return receive(client, (received) -> false);
	}

	private static String receive(Socket client, Predicate<String> enough) throws IOException {
		StringBuilder received = new StringBuilder();
		int next = client.getInputStream().read();
		while (next != -1) {
			received.append((char) next);
			if (enough.test(received.toString())) {
				return received.toString();
			}
			next = client.getInputStream().read();
		}
		return received.toString();
	}

}
