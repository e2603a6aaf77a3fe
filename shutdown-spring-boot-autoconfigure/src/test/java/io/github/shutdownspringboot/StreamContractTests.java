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
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.shutdownspringboot.application.FastStream;
import io.github.shutdownspringboot.application.HttpProbe;
import io.github.shutdownspringboot.application.ReactorClients;
import io.github.shutdownspringboot.application.TestServer;
import io.github.shutdownspringboot.streams.StreamRegistry;
import io.github.shutdownspringboot.streams.StreamTerminationEvents;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * How streams of every kind end, on each server.
 */
@ParameterizedClass
@EnumSource(TestServer.class)
@ExtendWith(OutputCaptureExtension.class)
class StreamContractTests {

	private static final String ERROR = """
			{"type":"error","error":"Server shutdown in progress","code":"server_shutdown","retryAfter":1000}""";

	private static final String DONE = """
			{"type":"done","reason":"shutdown"}""";

	private static final String EVENTS = "data:" + ERROR + "\n\ndata:" + DONE + "\n\n";

	private static final String LINES = ERROR + "\n" + DONE + "\n";

	@Parameter
	private TestServer server;

	private DrainingApplication application;

	@AfterEach
	void close() {
		if (this.application != null) {
			this.application.close();
		}
	}

	private List<String> eventStreams() {
		Stream<String> common = Stream.of("/sse/emitter", "/sse/flux", "/sse/functional", "/sse/silent",
				"/streams/body");
		Stream<String> own = (this.server != TestServer.NETTY) ? Stream.of("/streams/writer", "/streams/writer-first",
				"/streams/output", "/streams/dispatched", "/streams/careful", "/sse/silent-later")
				: Stream.of("/sse/endless");
		return Stream.concat(common, own).toList();
	}

	@ParameterizedTest
	@CsvSource({ "HTTP11, false, ''", "HTTP11, true, /app", "H2C, false, ''", "H2C, true, /app" })
	void everyKindOfStreamIsToldGoodbye(HttpProtocol protocol, boolean compressed, String basePath,
			CapturedOutput output) {
		List<String> arguments = new ArrayList<>();
		if (!basePath.isEmpty()) {
			arguments
				.addAll(List.of("--server.servlet.context-path=" + basePath, "--spring.webflux.base-path=" + basePath));
		}
		if (compressed) {
			arguments.addAll(List.of("--server.compression.enabled=true", "--server.compression.min-response-size=1B",
					"--server.compression.mime-types=text/event-stream,application/x-ndjson"));
		}
		arguments.add("--server.http2.enabled=" + (protocol == HttpProtocol.H2C));
		start(arguments.toArray(String[]::new));
		HttpClient client = ReactorClients.create(ConnectionProvider.create("test", 100))
			.protocol(protocol)
			.compress(compressed);
		Map<String, CompletableFuture<String>> streams = new TreeMap<>();
		List<String> paths = new ArrayList<>(eventStreams());
		paths.add("/streams/lines");
		for (String path : paths) {
			for (int i = 0; i < 3; i++) {
				streams.put(path + "#" + i,
						client.get()
							.uri("http://127.0.0.1:" + this.application.getPort() + basePath + path)
							.responseContent()
							.aggregate()
							.asString()
							.toFuture());
			}
		}
		awaitCount("activeStreams", streams.size());
		this.application.close();
		streams.forEach((path, stream) -> assertThat(stream).as(path)
			.succeedsWithin(60, TimeUnit.SECONDS)
			.satisfies((body) -> assertEnds(path, body)));
		assertThat(output).contains("Shutdown completed: CLEAN").doesNotContain(" ERROR ", " WARN ", "\tat ");
	}

	private static void assertEnds(String path, String body) {
		if (path.startsWith("/streams/lines")) {
			assertThat(body).endsWith(LINES);
			assertThat(body.substring(0, body.length() - LINES.length())).matches("(\\{\"line\":\\d+}\n)*");
		}
		else {
			assertThat(body).endsWith(EVENTS);
			assertThat(body.substring(0, body.length() - EVENTS.length()))
				.matches("((id:\\d+\n)?data:[\\w\u00f6]+ \\d+\r?\n\r?\n)*");
		}
	}

	/**
	 * Also if there are more of them than threads that end streams.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 1, 20 })
	void aClientThatDoesNotReadIsCutAndCostsNobodyElseAnything(int count, CapturedOutput output) {
		start("--shutdown.streams.write-timeout=1s");
		HttpProbe probe = this.application.getProbe();
		List<Socket> clients = Stream.generate(() -> probe.open("/streams/fast")).limit(count).toList();
		try {
			awaitStandstill();
			List<CompletableFuture<HttpResponse<String>>> others = Stream.generate(() -> probe.get("/sse/emitter"))
				.limit(20)
				.toList();
			awaitCount("activeStreams", 20 + count);
			StreamRegistry registry = this.application.getBean(StreamRegistry.class);
			CompletableFuture<Void> closed = TestThreads.run(this.application::close);
			others.forEach((other) -> assertThat(other).succeedsWithin(60, TimeUnit.SECONDS)
				.satisfies((response) -> assertThat(response.body()).endsWith(EVENTS)));
			assertThat(closed).succeedsWithin(60, TimeUnit.SECONDS);
			assertThat(ended(registry, "abandoned")).isEqualTo(count);
			assertThat(ended(registry, "terminated")).isEqualTo(20);
		}
		finally {
			clients.forEach(StreamContractTests::close);
		}
		assertThat(output).contains("Shutdown completed: TIMED_OUT")
			.contains((count == 1) ? "1 stream cut: its client did not read"
					: count + " streams cut: their clients did not read")
			.doesNotContain(" ERROR ");
	}

	/**
	 * The window of a stream is small, so that the one that is not read does not use up
	 * that of the connection.
	 */
	@Test
	void aStreamThatIsNotReadIsResetAndTheOthersOfItsConnectionEndWell(CapturedOutput output) {
		start("--server.http2.enabled=true", "--shutdown.streams.write-timeout=500ms", "--shutdown.streams.grace=2s",
				"--shutdown.streams.policies[/streams/fast]=end");
		ConnectionProvider oneConnection = ConnectionProvider.create("test", 1);
		HttpClient client = ReactorClients.create(oneConnection)
			.protocol(HttpProtocol.H2C)
			.http2Settings((settings) -> settings.initialWindowSize(2_000))
			.baseUrl("http://127.0.0.1:" + this.application.getPort());
		List<CompletableFuture<String>> others = Stream
			.generate(() -> client.get().uri("/sse/emitter").responseContent().aggregate().asString().toFuture())
			.limit(3)
			.toList();
		awaitCount("activeStreams", 3);
		Disposable notRead = client.get()
			.uri("/streams/fast")
			.response((response, content) -> Mono.never())
			.subscribe();
		try {
			awaitStandstill();
			awaitCount("activeStreams", 4);
			StreamRegistry registry = this.application.getBean(StreamRegistry.class);
			this.application.close();
			others.forEach((other) -> assertThat(other).succeedsWithin(60, TimeUnit.SECONDS)
				.satisfies((body) -> assertThat(body).endsWith(EVENTS)));
			assertThat(ended(registry, "abandoned")).isOne();
			assertThat(ended(registry, "terminated")).isEqualTo(3);
		}
		finally {
			notRead.dispose();
			oneConnection.dispose();
		}
		assertThat(output).contains("1 stream cut: its client did not read");
		if (this.server != TestServer.NETTY) {
			// Which complains of the client
			assertThat(output).doesNotContain(" ERROR ");
		}
	}

	private static void close(Socket client) {
		try {
			client.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Ask the registry, since a meter lets go of what it measures when its application is
	 * closed.
	 */
	private static long ended(StreamRegistry registry, String outcome) {
		return registry.getMeasurements()
			.stream()
			.filter((measurement) -> measurement.name().equals("shutdown.streams.ended")
					&& measurement.tags().equals(Map.of("kind", "sse", "outcome", outcome)))
			.mapToLong((measurement) -> measurement.value().getAsLong())
			.sum();
	}

	/**
	 * Wait until nothing more goes out to a client that does not read.
	 */
	private void awaitStandstill() {
		FastStream stream = this.application.getBean(FastStream.class);
		long[] previous = { 0, 0 };
		Awaitility.await().pollInterval(Duration.ofMillis(100)).until(() -> {
			long sent = stream.getSent();
			previous[1] = (sent > 0 && sent == previous[0]) ? previous[1] + 1 : 0;
			previous[0] = sent;
			return previous[1] == 10;
		});
	}

	@Test
	void anEventThatIsNeverFinishedIsSeenByNobody() {
		start("--shutdown.streams.write-timeout=4s");
		String path = (this.server != TestServer.NETTY) ? "/streams/torn" : "/sse/torn";
		CompletableFuture<HttpResponse<String>> stream = this.application.getProbe().get(path);
		awaitCount("activeStreams", 1);
		this.application.close();
		assertThat(stream).succeedsWithin(60, TimeUnit.SECONDS)
			.satisfies((response) -> assertThat(response.body())
				.isEqualTo("data:whole\n\ndata:to\nevent:incomplete\n\n" + EVENTS));
	}

	@Test
	void aTornEventGivesBackTheIdBeforeItInTheCharactersOfTheWriter() {
		assumeThat(this.server).isNotEqualTo(TestServer.NETTY);
		start("--shutdown.streams.write-timeout=4s");
		CompletableFuture<HttpResponse<String>> stream = this.application.getProbe().get("/streams/torn-writer");
		awaitCount("activeStreams", 1);
		this.application.close();
		assertThat(stream).succeedsWithin(60, TimeUnit.SECONDS)
			.satisfies((response) -> assertThat(response.body()).isEqualTo(
					"id:\u00f6 1\ndata:whole\n\nid:\u00f6 2\ndata:to\nevent:incomplete\nid:\u00f6 1\n\n" + EVENTS));
	}

	@Test
	void aStreamThatItsApplicationEncodesIsClosedWithoutWords(CapturedOutput output) {
		start();
		CompletableFuture<HttpResponse<String>> stream = this.application.getProbe().get("/streams/encoded");
		awaitCount("activeStreams", 1);
		StreamRegistry registry = this.application.getBean(StreamRegistry.class);
		this.application.close();
		assertThat(stream).succeedsWithin(60, TimeUnit.SECONDS)
			.satisfies((response) -> assertThat(response.body()).isEqualTo("encoded\n\n"));
		assertThat(ended(registry, "abandoned")).isOne();
		assertThat(output).contains("Shutdown completed: CLEAN").doesNotContain(" ERROR ", " WARN ");
	}

	@Test
	void aResponseWithALengthIsNotAStream() {
		start();
		CompletableFuture<HttpResponse<String>> response = this.application.getProbe().get("/streams/length");
		awaitCount("activeRequests", 1);
		this.application.close();
		assertThat(response).succeedsWithin(60, TimeUnit.SECONDS)
			.satisfies((complete) -> assertThat(complete.body()).isEqualTo("{\"line\":1}\n".repeat(20)));
	}

	@Test
	void aStreamThatIsToFinishDoesSoWhileOthersEnd() {
		start("--shutdown.streams.grace=60s", "--shutdown.requests.timeout=60s", "--shutdown.timeout=120s",
				"--shutdown.streams.policies[/sse/finite]=finish", "--shutdown.streams.policies[/sse/**]=end");
		CompletableFuture<HttpResponse<String>> finite = this.application.getProbe().get("/sse/finite?count=20");
		CompletableFuture<HttpResponse<String>> other = this.application.getProbe().get("/sse/emitter");
		awaitCount("activeStreams", 2);
		CompletableFuture<Void> closed = TestThreads.run(this.application::close);
		assertThat(other).succeedsWithin(60, TimeUnit.SECONDS)
			.satisfies((response) -> assertThat(response.body()).endsWith(EVENTS));
		assertThat(finite).succeedsWithin(60, TimeUnit.SECONDS)
			.satisfies((response) -> assertThat(response.body()).endsWith("data:finite 19\n\n"));
		assertThat(closed).succeedsWithin(60, TimeUnit.SECONDS);
	}

	@Test
	void aClientOfTheModelContextProtocolIsOnlyToldWhenToComeBack() {
		start();
		CompletableFuture<HttpResponse<String>> stream = this.application.getProbe()
			.get("/sse/silent", "Mcp-Session-Id", "1");
		awaitCount("activeStreams", 1);
		this.application.close();
		assertThat(stream).succeedsWithin(60, TimeUnit.SECONDS)
			.satisfies((response) -> assertThat(response.body()).isEqualTo("retry:1000\n\n"));
	}

	@Test
	void theFormatMayBeOnesOwn() {
		this.application = DrainingApplication.start(this.server, List.of(OwnFormat.class),
				"--shutdown.streams.retry=7s");
		CompletableFuture<HttpResponse<String>> stream = this.application.getProbe().get("/sse/silent");
		awaitCount("activeStreams", 1);
		this.application.close();
		assertThat(stream).succeedsWithin(60, TimeUnit.SECONDS)
			.satisfies((response) -> assertThat(response.body())
				.isEqualTo("retry:7000\n\nevent:bye\ndata:/sse/silent PT7S\n\n"));
	}

	private void start(String... arguments) {
		this.application = DrainingApplication.start(this.server, List.of(), arguments);
	}

	private void awaitCount(String name, long expected) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(this.application.getCounts()).containsEntry(name, expected));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFormat {

		@Bean
		StreamTerminationEvents goodbye() {
			return (stream) -> "event:bye\ndata:%s %s\n\n".formatted(stream.path(), stream.retryAfter());
		}

	}

}
