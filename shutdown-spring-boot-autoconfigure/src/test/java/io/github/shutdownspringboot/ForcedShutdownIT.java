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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.shutdownspringboot.application.ApplicationProcess;
import io.github.shutdownspringboot.application.HttpProbe;
import io.github.shutdownspringboot.application.TestServer;
import io.github.shutdownspringboot.application.hanging.HangingApplication;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a SIGTERM does to an application of which something never ends.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
class ForcedShutdownIT {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource({ "destroy, HangingDestroy.neverDestroyed(HangingApplication.java",
			"stop, stop of lifecycle bean 'hangingStop'" })
	void whatBlocksTheClosingThreadIsNamedAndTheProcessEndsAtTheDeadline(String what, String named) throws IOException {
		try (ApplicationProcess application = start("--hanging." + what + "=true")) {
			assertThat(terminate(application)).isGreaterThanOrEqualTo(Duration.ofMillis(3800));
			assertEndedByForce(application, named);
			assertThat(application.getLog()).containsPattern("never(Destroyed|Stops)\\(HangingApplication.java:\\d+")
				.contains("The process is ended now");
		}
	}

	@Test
	void aLifecycleBeanThatNeverCallsBackIsNamedAndTheRestIsStillClosed() throws IOException {
		try (ApplicationProcess application = start("--hanging.callback=true")) {
			assertThat(terminate(application)).isGreaterThanOrEqualTo(Duration.ofMillis(3800));
			assertEndedByForce(application, "lifecycle bean 'hangingCallback' in phase 2147483647");
		}
	}

	@Test
	void aClientWhoseCloseNeverReturnsIsNamed() throws IOException {
		try (ApplicationProcess application = start(Duration.ofSeconds(28), "--hanging.client=true",
				"--shutdown.clients.timeout=2s")) {
			terminate(application);
			assertThat(application.awaitExit()).isOne();
			assertThat(readLogFile()).doesNotContain("The deadline of")
				.containsPattern("'hangingClient' timed out .* it is at .*HangingApplication.hang");
		}
	}

	@Test
	void aRequestThatNeverEndsIsNamedByItsRouteAndItsLineOfCode() throws IOException {
		try (ApplicationProcess application = start()) {
			request(application, "/loop/secret");
			assertThat(terminate(application)).isGreaterThanOrEqualTo(Duration.ofMillis(3800));
			assertEndedByForce(application, "request GET /loop/{id}");
			assertThat(application.getLog()).containsPattern("HangingApplication.loop\\(HangingApplication.java:\\d+")
				.doesNotContain("secret");
		}
	}

	@Test
	void allOfThemTogetherTakeNoLonger() throws IOException {
		try (ApplicationProcess application = start("--hanging.destroy=true", "--hanging.client=true",
				"--hanging.callback=true")) {
			request(application, "/loop/1");
			assertThat(terminate(application)).isGreaterThanOrEqualTo(Duration.ofMillis(3800));
			assertEndedByForce(application, "request GET /loop/{id}");
			assertThat(application.getLog()).contains("lifecycle bean 'hangingCallback'")
				.contains("client 'hangingClient'");
		}
	}

	@Test
	void aSecondSignalEndsTheProcessAtOnce() throws IOException {
		try (ApplicationProcess application = start(Duration.ofSeconds(28), "--hanging.destroy=true")) {
			application.terminate();
			Awaitility.await().until(() -> application.getLog().contains("Stage 'clients' ended"));
			Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
			terminate(application);
			assertThat(application.awaitExit()).isEqualTo(143);
			assertThat(readLogFile()).contains("SIGTERM came while the application was shutting down")
				.doesNotContain("deadline");
		}
	}

	@Test
	void whereTheEndIsNotForcedWhatIsStuckIsNamedAndWaitedFor() {
		try (ApplicationProcess application = start(Duration.ofSeconds(1), "--shutdown.force-after-timeout=false",
				"--hanging.callback=true")) {
			application.terminate();
			Awaitility.await().until(() -> application.getLog().contains("what is left is still waited for"));
			Awaitility.await().until(() -> application.getLog().contains("lifecycle bean 'hangingCallback'"));
			assertThat(application.isAlive()).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource({ "/exit/7, false, 7", "/spring-exit/7, false, 7", "/exit/0, true, 1" })
	void anExitOfTheApplicationRunsTheSamePathOnceAndKeepsItsCodeUnlessItIsForced(String path, boolean hanging,
			int code) throws IOException {
		// Only what hangs is to meet its deadline
		Duration timeout = Duration.ofSeconds(hanging ? 1 : 28);
		try (ApplicationProcess application = start(timeout, "--shutdown.exit.clean-code=0",
				"--hanging.destroy=" + hanging)) {
			new HttpProbe(application.getPort()).get(path);
			assertThat(application.awaitExit()).isEqualTo(code);
			assertThat(application.getLog()).containsOnlyOnce("Shutdown started by")
				.containsOnlyOnce("Shutdown completed");
		}
	}

	@Test
	void aCleanShutdownMayHaveACodeOfItsOwn() {
		try (ApplicationProcess application = start("--shutdown.exit.clean-code=0")) {
			terminate(application);
			assertThat(application.awaitExit()).isZero();
		}
	}

	@Test
	void whereOnlyTheContextClosesTheProcessGoesOn() {
		try (ApplicationProcess application = start(Duration.ofSeconds(1), "--hanging.destroy=true")) {
			new HttpProbe(application.getPort()).get("/close");
			Awaitility.await().until(() -> application.getLog().contains("HangingDestroy.neverDestroyed"));
			Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
			assertThat(application.isAlive()).isTrue();
			assertThat(application.getLog()).doesNotContain("The process is ended now");
		}
	}

	private void assertEndedByForce(ApplicationProcess application, String named) throws IOException {
		assertThat(application.awaitExit()).isOne();
		assertThat(application.getLog()).contains("Unfinished: ").contains(named);
		assertThat(readLogFile()).contains(named).contains("Shutdown completed: FORCED");
	}

	private String readLogFile() throws IOException {
		return Files.readString(this.directory.resolve("async.log"));
	}

	private ApplicationProcess start(String... arguments) {
		return start(Duration.ofSeconds(4), arguments);
	}

	private ApplicationProcess start(Duration timeout, String... arguments) {
		List<String> all = new ArrayList<>(
				List.of("--shutdown.timeout=" + timeout, "--logging.config=classpath:async-logback.xml",
						"--asynclog.file=" + this.directory.resolve("async.log")));
		Stream.of(arguments).forEach(all::add);
		return ApplicationProcess.start(TestServer.TOMCAT, HangingApplication.class, this.directory,
				all.toArray(String[]::new));
	}

	private static void request(ApplicationProcess application, String path) {
		HttpProbe probe = new HttpProbe(application.getPort());
		probe.get(path);
		Awaitility.await().until(() -> probe.status().get("activeRequests").asInt() == 1);
	}

	private static Duration terminate(ApplicationProcess application) {
		long start = System.nanoTime();
		application.terminate();
		application.awaitExit();
		return Duration.ofNanos(System.nanoTime() - start);
	}

}
