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
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.shutdownspringboot.application.ApplicationProcess;
import io.github.shutdownspringboot.application.HttpProbe;
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

	@TempDir
	private Path directory;

	@TempDir
	private Path files;

	@ParameterizedTest
	@EnumSource(TestServer.class)
	void theShutdownHasTheClassesThatItNeeds(TestServer server) {
		try (ApplicationProcess application = ApplicationProcess.startFromCopies(server, this.files, this.directory,
				"--logging.level.io.github.shutdownspringboot.process=debug")) {
			HttpProbe probe = new HttpProbe(application.getPort());
			List<CompletableFuture<HttpResponse<String>>> streams = List.of(probe.get("/sse/emitter"),
					probe.get("/sse/flux"), probe.get("/sse/functional"));
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThat(probe.status().get("activeStreams").asInt()).isEqualTo(3));
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> application.getLog().contains("classes that only a shutdown needs"));
			replaceFiles();
			application.terminate();
			streams.forEach((stream) -> assertThat(stream).succeedsWithin(60, TimeUnit.SECONDS)
				.satisfies((response) -> assertThat(response.body())
					.endsWith("data:{\"type\":\"done\",\"reason\":\"shutdown\"}\n\n")));
			assertThat(application.awaitExit()).isEqualTo(143);
			assertThat(application.getLog()).contains("Shutdown completed: CLEAN")
				.doesNotContain(" WARN ", " ERROR ", "NoClassDefFoundError", "ClassNotFoundException");
		}
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
