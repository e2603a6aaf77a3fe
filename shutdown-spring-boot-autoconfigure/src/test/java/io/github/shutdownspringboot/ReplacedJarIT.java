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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.shutdownspringboot.application.ApplicationProcess;
import io.github.shutdownspringboot.application.HttpProbe;
import io.github.shutdownspringboot.application.NoWarmUp;
import io.github.shutdownspringboot.application.TestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a SIGTERM does to an application whose files something else has been copied over,
 * as some who deploy a new version do before they stop the old one.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM, and does not let go of open files")
class ReplacedJarIT {

	private static final Pattern LOADED = Pattern.compile("Loaded \\d+ classes for the shutdown");

	/**
	 * The names are to be enough, whatever a warm-up has loaded besides.
	 */
	private static final String WITHOUT_WARM_UP = "--spring.main.sources=" + NoWarmUp.class.getName();

	@TempDir
	private Path directory;

	@TempDir
	private Path files;

	@ParameterizedTest
	@EnumSource(TestServer.class)
	void streamsAreToldGoodbyeAndTheShutdownIsClean(TestServer server) throws IOException {
		try (ApplicationProcess application = start(server); Socket stream = openStream(application)) {
			replaceFiles();
			application.terminate();
			String rest = new String(stream.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(rest).as(application::getLog)
				.endsWith("data:{\"type\":\"done\",\"reason\":\"shutdown\"}\n\n\r\n0\r\n\r\n");
			assertThat(application.awaitExit()).isEqualTo(143);
			assertThat(application.getLog()).contains("Shutdown completed: CLEAN")
				.doesNotContain("NoClassDefFoundError", "ClassFormatError");
		}
	}

	@ParameterizedTest
	@EnumSource(TestServer.class)
	void anIdleApplicationWritesItsReport(TestServer server) {
		Path report = this.directory.resolve("report.html");
		try (ApplicationProcess application = start(server, "--shutdown.report.file=" + report)) {
			replaceFiles();
			application.terminate();
			assertThat(application.awaitExit()).isEqualTo(143);
			assertThat(report).content().contains("CLEAN");
			assertThat(application.getLog()).contains("Shutdown completed: CLEAN")
				.doesNotContain(" WARN ", " ERROR ", "NoClassDefFoundError", "ClassFormatError");
		}
	}

	private ApplicationProcess start(TestServer server, String... arguments) {
		ApplicationProcess application = ApplicationProcess.startFromCopies(server, this.files, this.directory,
				Stream
					.concat(Stream.of("--logging.level.io.github.shutdownspringboot.process=debug", WITHOUT_WARM_UP),
							Stream.of(arguments))
					.toArray(String[]::new));
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> LOADED.matcher(application.getLog()).find() || !application.isAlive());
		return application;
	}

	/**
	 * Open a stream and read its first event. The application has answered others before,
	 * as one has whose files are replaced; nobody asks how it is, which would load
	 * classes.
	 * @param application the application
	 * @return its connection
	 * @throws IOException if there is no stream
	 */
	private static Socket openStream(ApplicationProcess application) throws IOException {
		HttpProbe probe = new HttpProbe(application.getPort());
		application.await(probe.get("/quick"));
		application.await(probe.get("/sse/finite?count=3"));
		Socket stream = probe.open("/sse/emitter");
		stream.setSoTimeout(60_000);
		StringBuilder read = new StringBuilder();
		while (!read.toString().endsWith("data:")) {
			int next = stream.getInputStream().read();
			assertThat(next).as(read::toString).isNotNegative();
			read.append((char) next);
		}
		return stream;
	}

	/**
	 * In place, as {@code cp} does: an open file changes with it.
	 */
	private void replaceFiles() {
		try (Stream<Path> all = Files.walk(this.files)) {
			for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
				Files.write(file, new byte[(int) Files.size(file)]);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
