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

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.application.ApplicationProcess;
import io.github.shutdownspringboot.application.HttpProbe;
import io.github.shutdownspringboot.application.TestServer;
import io.github.shutdownspringboot.application.faulty.FaultyApplication;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a SIGTERM does to a process that is in no state for it, and what an application
 * that closes itself where it should not does to its process.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
class ProcessFaultsIT {

	@TempDir
	private Path directory;

	/**
	 * The signal comes before the bean that would take note of it.
	 */
	@Test
	void aSignalDuringASlowStartIsActedOnWhenTheStartIsOver() {
		try (ApplicationProcess application = launch("--faulty.start=slow")) {
			awaitLog(application, "STARTING");
			application.terminate();
			assertThat(application.awaitExit()).isEqualTo(143);
			assertThat(application.getLog()).containsOnlyOnce("Shutdown started by JVM_EXIT")
				.containsOnlyOnce("Shutdown completed: CLEAN")
				.doesNotContain(" WARN ", " ERROR ");
		}
	}

	/**
	 * Spring interrupts the start, which may still tell so or not.
	 */
	@Test
	void aSignalDuringAStartThatHangsEndsTheProcess() {
		try (ApplicationProcess application = launch("--faulty.start=hanging")) {
			awaitLog(application, "STARTING");
			application.terminate();
			assertThat(application.awaitExit()).isEqualTo(143);
			assertThat(application.getLog()).doesNotContain("Shutdown started");
		}
	}

	@Test
	void aSignalDuringAStartThatFailsEndsTheProcess() {
		try (ApplicationProcess application = launch("--faulty.start=failing")) {
			awaitLog(application, "STARTING");
			application.terminate();
			assertThat(application.awaitExit()).isEqualTo(143);
			assertThat(application.getLog()).contains("on purpose").doesNotContain("Shutdown started");
		}
	}

	@Test
	void aSecondSignalThatIsIgnoredChangesNothing() {
		try (ApplicationProcess application = start("--shutdown.exit.on-second-signal=ignore",
				"--shutdown.readiness.delay=5s")) {
			application.terminate();
			awaitLog(application, "Shutdown started by SIGTERM");
			// What comes sooner than 100 ms after the first is taken for the first
			Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
			assertThat(application.isAlive()).isTrue();
			application.terminate();
			assertThat(application.awaitExit()).isEqualTo(143);
			assertThat(application.getLog()).containsOnlyOnce("Shutdown started by SIGTERM")
				.containsOnlyOnce("Shutdown completed: CLEAN")
				.doesNotContain(" WARN ", " ERROR ");
		}
	}

	@Test
	void aSignalWhileTheContextClosesAlreadyWaitsForIt() {
		try (ApplicationProcess application = start()) {
			HttpProbe probe = new HttpProbe(application.getPort());
			CompletableFuture<HttpResponse<String>> inFlight = probe.get("/until-exit");
			Awaitility.await()
				.untilAsserted(() -> assertThat(probe.status().get("activeRequests").asInt()).isEqualTo(1));
			probe.get("/close").join();
			awaitLog(application, "Shutdown started by CONTEXT_CLOSE");
			application.terminate();
			assertThat(inFlight).succeedsWithin(60, TimeUnit.SECONDS)
				.satisfies((response) -> assertThat(response.body()).isEqualTo("exiting"));
			assertThat(application.awaitExit()).isEqualTo(143);
			assertThat(application.getLog()).containsOnlyOnce("Shutdown started by")
				.containsOnlyOnce("Shutdown completed: CLEAN")
				.doesNotContain(" WARN ", " ERROR ");
		}
	}

	@Test
	void twoThreadsThatCloseTheContextShutItDownOnce() {
		try (ApplicationProcess application = start()) {
			new HttpProbe(application.getPort()).get("/close-twice");
			assertThat(application.awaitExit()).isZero();
			assertThat(application.getLog()).containsOnlyOnce("Shutdown started by CONTEXT_CLOSE")
				.containsOnlyOnce("Shutdown completed: CLEAN")
				.doesNotContain(" WARN ", " ERROR ");
		}
	}

	@Test
	void aRequestThatClosesTheContextOnItsOwnThreadIsWaitedForInVain() {
		try (ApplicationProcess application = start("--shutdown.requests.timeout=500ms")) {
			CompletableFuture<HttpResponse<String>> response = new HttpProbe(application.getPort()).get("/close-here");
			assertThat(application.awaitExit()).isZero();
			assertThat(response).failsWithin(60, TimeUnit.SECONDS);
			assertThat(application.getLog()).containsOnlyOnce("Shutdown started by CONTEXT_CLOSE")
				.contains("Unfinished: request GET /close-here")
				.containsOnlyOnce("Shutdown completed: TIMED_OUT");
		}
	}

	@Test
	void aStageThatClosesTheContextOnceMoreChangesNothing() {
		try (ApplicationProcess application = start("--faulty.closing-stage=true")) {
			application.terminate();
			assertThat(application.awaitExit()).isEqualTo(143);
			assertThat(application.getLog()).containsOnlyOnce("Shutdown started by SIGTERM")
				.containsOnlyOnce("Stage 'closing' ended")
				.containsOnlyOnce("Shutdown completed: CLEAN")
				.doesNotContain(" WARN ", " ERROR ");
		}
	}

	/**
	 * An error on the thread of the request leaves nothing behind. Elsewhere Reactor lets
	 * go of the request, and nobody hears of it.
	 * @param server the server
	 */
	@ParameterizedTest
	@EnumSource(TestServer.class)
	void aRequestThatIsLostForWantOfMemoryIsAnsweredByTheShutdown(TestServer server) {
		try (ApplicationProcess application = launch(server, List.of(), "--shutdown.requests.timeout=500ms")) {
			application.awaitStart();
			HttpProbe probe = new HttpProbe(application.getPort());
			assertThat(probe.get("/out-of-memory").handle((response, ex) -> (ex != null) ? 0 : response.statusCode()))
				.succeedsWithin(60, TimeUnit.SECONDS)
				.isEqualTo((server != TestServer.NETTY) ? 500 : 0);
			Awaitility.await().untilAsserted(() -> assertThat(probe.status().get("activeRequests").asInt()).isZero());
			CompletableFuture<HttpResponse<String>> lost = probe.get("/out-of-memory-later");
			awaitLog(application, "LOST");
			application.terminate();
			assertThat(lost).succeedsWithin(60, TimeUnit.SECONDS)
				.satisfies((response) -> assertThat(response.statusCode()).isEqualTo(503));
			assertThat(application.awaitExit()).isEqualTo(143);
			assertThat(application.getLog()).containsOnlyOnce("Unfinished: request")
				.contains("Unfinished: request GET /out-of-memory-later", "Shutdown completed: TIMED_OUT");
		}
	}

	@ParameterizedTest
	@EnumSource(TestServer.class)
	void anApplicationWithOneMegabyteOfHeapLeftStops(TestServer server) {
		try (ApplicationProcess application = launch(server, List.of("-Xmx64m", "-XX:+UseSerialGC"),
				"--logging.level.io.github.shutdownspringboot.process=debug")) {
			application.awaitStart();
			// It would take memory, and fail to for the want of it
			awaitLog(application, "Warmed up for the shutdown");
			HttpProbe probe = new HttpProbe(application.getPort());
			assertThat(probe.get("/fill")).succeedsWithin(60, TimeUnit.SECONDS);
			application.terminate();
			assertThat(application.awaitExit()).isEqualTo(143);
			assertThat(application.getLog()).contains("Shutdown completed: CLEAN");
		}
	}

	/**
	 * Nobody can write below {@code /proc}, not even the superuser.
	 */
	@Test
	void whereNothingCanBeWrittenThatIsWarnedOfAndNothingElse() {
		try (ApplicationProcess application = start("--shutdown.history.file=/proc/shutdown/history.jsonl",
				"--shutdown.report.file=/proc/shutdown/report.html")) {
			application.terminate();
			assertThat(application.awaitExit()).isEqualTo(143);
			assertThat(application.getLog()).contains("Shutdown completed: CLEAN").doesNotContain(" ERROR ", "\tat ");
			assertThat(application.getLog().lines().filter((line) -> line.contains(" WARN ")))
				.satisfiesExactlyInAnyOrder(
						(line) -> assertThat(line).contains("A crash of this application will not be noticed"),
						(line) -> assertThat(line).contains("The shutdown history could not be written"),
						(line) -> assertThat(line).contains("The report of the shutdown could not be kept"));
		}
	}

	private ApplicationProcess start(String... arguments) {
		ApplicationProcess application = launch(arguments);
		application.awaitStart();
		return application;
	}

	private ApplicationProcess launch(String... arguments) {
		return launch(TestServer.TOMCAT, List.of(), arguments);
	}

	private ApplicationProcess launch(TestServer server, List<String> options, String... arguments) {
		return ApplicationProcess.launch(server, FaultyApplication.class, 0, this.directory, options, arguments);
	}

	private static void awaitLog(ApplicationProcess application, String text) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> application.getLog().contains(text));
	}

}
