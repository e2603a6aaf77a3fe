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

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.github.shutdownspringboot.application.ApplicationProcess;
import io.github.shutdownspringboot.application.HttpProbe;
import io.github.shutdownspringboot.application.TestServer;
import io.github.shutdownspringboot.streamclients.Browser;
import io.github.shutdownspringboot.streamclients.JavaClient;
import io.github.shutdownspringboot.streamclients.NodeClients;
import io.github.shutdownspringboot.streamclients.NodeScript;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a SIGTERM looks like in the code of those who read a stream: a browser's page, and
 * users of well-known clients.
 */
@ParameterizedClass
@EnumSource(TestServer.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
class StreamClientsIT {

	private static final String EVENT = """
			{"type":"message","number":%d}""";

	private static final List<String> LAST_EVENTS = List.of("""
			{"type":"error","error":"Server shutdown in progress","code":"server_shutdown","retryAfter":1000}""", """
			{"type":"done","reason":"shutdown"}""");

	private static final String MESSAGE = "message %d";

	private static final List<String> OPEN = List.of("open");

	private static final List<String> GOODBYE = List.of("told: Server shutdown in progress", "done");

	private static final List<String> LOST = List.of("lost");

	private static final List<String> RAISED = List.of("raised: Server shutdown in progress");

	@Parameter
	private TestServer server;

	@TempDir
	private Path directory;

	/**
	 * A request holds the drain open, so that the page could come back; a second stream,
	 * which the page does not close, shows that it would.
	 */
	@Test
	void aBrowserIsToldThatTheServerGoesAndComesBackOnlyIfThePageLetsIt() {
		try (Browser browser = Browser.start(); ApplicationProcess application = start()) {
			HttpProbe probe = new HttpProbe(application.getPort());
			CompletableFuture<HttpResponse<String>> request = holdDrainOpen(probe);
			browser.open(uri(application, "/chat.html"));
			browser.listen("closed", true);
			browser.listen("left-open", false);
			awaitMessages(() -> browser.seen("closed"));
			awaitMessages(() -> browser.seen("left-open"));

			application.terminate();
			Awaitility.await()
				.untilAsserted(() -> assertThat(browser.seen("left-open")).filteredOn("done"::equals)
					.hasSizeGreaterThanOrEqualTo(2));
			probe.post("/release").join();
			assertThat(request).succeedsWithin(60, TimeUnit.SECONDS);
			assertStoppedCleanly(application);
			List<String> closed = browser.seen("closed");
			assertThat(closed).isEqualTo(join(OPEN, numbered(MESSAGE, closed), GOODBYE));
			List<String> leftOpen = browser.seen("left-open");
			assertThat(leftOpen).startsWith(
					join(OPEN, numbered(MESSAGE, leftOpen), GOODBYE, LOST, OPEN, GOODBYE).toArray(String[]::new));
		}
	}

	@Test
	void aBrowserThatComesWhileTheServerGoesIsToldAndDoesNotGiveUp() {
		try (Browser browser = Browser.start(); ApplicationProcess application = start()) {
			HttpProbe probe = new HttpProbe(application.getPort());
			CompletableFuture<HttpResponse<String>> request = holdDrainOpen(probe);
			browser.open(uri(application, "/chat.html"));
			application.terminate();
			Awaitility.await()
				.untilAsserted(() -> assertThat(probe.status().get("state").asString()).isEqualTo("DRAINING"));

			browser.listen("late", true);
			Awaitility.await().until(() -> browser.seen("late").contains("done"));
			probe.post("/release").join();
			assertThat(request).succeedsWithin(60, TimeUnit.SECONDS);
			assertStoppedCleanly(application);
			assertThat(browser.seen("late")).isEqualTo(join(OPEN, GOODBYE));
		}
	}

	@Test
	void javaClientsSeeEveryEventAndANormalEnd() {
		try (ApplicationProcess application = start()) {
			Map<JavaClient, List<String>> seen = new EnumMap<>(JavaClient.class);
			Map<JavaClient, CompletableFuture<Void>> ends = new EnumMap<>(JavaClient.class);
			for (JavaClient client : JavaClient.values()) {
				List<String> events = new CopyOnWriteArrayList<>();
				seen.put(client, events);
				ends.put(client, TestThreads.run(() -> client.read(uri(application, "/chat"), events::add)));
			}
			Awaitility.await()
				.untilAsserted(() -> assertThat(seen.values())
					.allSatisfy((events) -> assertThat(events).hasSizeGreaterThan(1)));

			application.terminate();
			ends.forEach((client, end) -> assertThat(end).as(client.name()).succeedsWithin(60, TimeUnit.SECONDS));
			assertStoppedCleanly(application);
			seen.forEach((client, events) -> assertThat(events).as(client.name())
				.isEqualTo(join(numbered(EVENT, events), LAST_EVENTS)));
		}
	}

	/**
	 * The script would not end if the client meant to come back.
	 */
	@Test
	void theEventSourceOfNpmIsToldThatTheServerGoes() {
		NodeClients clients = NodeClients.install();
		try (ApplicationProcess application = start();
				NodeScript script = clients.start("eventsource.mjs", this.directory, uri(application, "/chat"))) {
			awaitMessages(script::getOutput);

			application.terminate();
			assertThat(script.awaitExit()).isZero();
			assertStoppedCleanly(application);
			List<String> seen = script.getOutput();
			assertThat(seen).isEqualTo(join(OPEN, numbered(MESSAGE, seen), GOODBYE));
		}
	}

	/**
	 * A client that raised nothing would take half an answer for a whole one.
	 * @param format the format of the events
	 */
	@ParameterizedTest
	@ValueSource(strings = { "json", "openai" })
	void theOpenAiClientOfNpmRaisesAnError(String format) {
		NodeClients clients = NodeClients.install();
		try (ApplicationProcess application = start("--shutdown.streams.format=" + format);
				NodeScript script = clients.start("openai.mjs", this.directory, uri(application, "/v1"))) {
			awaitMessages(script::getOutput);

			application.terminate();
			assertThat(script.awaitExit()).isZero();
			assertStoppedCleanly(application);
			List<String> seen = script.getOutput();
			assertThat(seen).isEqualTo(join(numbered(MESSAGE, seen), RAISED));
		}
	}

	private ApplicationProcess start(String... arguments) {
		List<String> all = join(List.of("--shutdown.requests.excluded-paths=/release"), List.of(arguments));
		return ApplicationProcess.start(this.server, this.directory, all.toArray(String[]::new));
	}

	private static URI uri(ApplicationProcess application, String path) {
		return URI.create("http://127.0.0.1:" + application.getPort() + path);
	}

	private static CompletableFuture<HttpResponse<String>> holdDrainOpen(HttpProbe probe) {
		CompletableFuture<HttpResponse<String>> request = probe.get("/deferred");
		Awaitility.await().untilAsserted(() -> assertThat(probe.status().get("activeRequests").asInt()).isEqualTo(1));
		return request;
	}

	private static void awaitMessages(Supplier<List<String>> seen) {
		Awaitility.await().until(() -> numbered(MESSAGE, seen.get()).size() >= 2);
	}

	private static void assertStoppedCleanly(ApplicationProcess application) {
		assertThat(application.awaitExit()).isEqualTo(143);
		assertThat(application.getLog()).contains("Shutdown completed: CLEAN")
			.doesNotContain(" ERROR ", " WARN ", "\tat ");
	}

	/**
	 * Return what the messages must have been if none was lost, sent twice or torn.
	 * @param format what a message looks like
	 * @param seen what a client has seen
	 * @return as many messages as there are, numbered from zero
	 */
	private static List<String> numbered(String format, List<String> seen) {
		String prefix = format.substring(0, format.indexOf('%'));
		long count = seen.stream().filter((line) -> line.startsWith(prefix)).count();
		return LongStream.range(0, count).mapToObj(format::formatted).toList();
	}

	@SafeVarargs
	private static List<String> join(List<String>... lists) {
		return Stream.of(lists).flatMap(List::stream).toList();
	}

}
