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

package io.github.shutdownspringboot.deployment;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.github.dockerjava.api.command.InspectContainerResponse;
import io.github.shutdownspringboot.application.Requirement;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.junit.jupiter.Testcontainers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample stops in its container within the ten seconds that
 * {@code docker compose stop} gives it.
 */
@Testcontainers(disabledWithoutDocker = true)
class ContainerTests {

	private static final int GRACE_PERIOD = 10;

	private static final String COMPOSE_PORT = "18089";

	private static final String BASE_IMAGE = System.getenv()
		.getOrDefault("SHUTDOWN_TESTS_BASE_IMAGE", "eclipse-temurin:25-jre");

	private static @Nullable ImageFromDockerfile image;

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aStreamIsToldGoodbyeAndTheContainerIsGone(boolean init) {
		try (GenericContainer<?> container = create(init)) {
			container.start();
			CompletableFuture<HttpResponse<String>> stream = chat(container);
			Awaitility.await().until(() -> status(container).contains("\"activeStreams\":1"));

			long begin = System.nanoTime();
			container.getDockerClient().stopContainerCmd(container.getContainerId()).withTimeout(GRACE_PERIOD).exec();
			Duration taken = Duration.ofNanos(System.nanoTime() - begin);

			assertThat(stream).succeedsWithin(30, TimeUnit.SECONDS)
				.satisfies((response) -> assertThat(response.body()).contains("\"type\":\"error\"")
					.endsWith("data:{\"type\":\"done\",\"reason\":\"shutdown\"}\n\n"));
			assertThat(taken).as("not killed").isLessThan(Duration.ofSeconds(GRACE_PERIOD));
			InspectContainerResponse ended = container.getDockerClient()
				.inspectContainerCmd(container.getContainerId())
				.exec();
			assertThat(ended.getState().getExitCodeLong()).isEqualTo(143);
			assertThat(ended.getState().getOOMKilled()).isFalse();
			assertThat(container.getLogs()).contains("Shutdown started by SIGTERM")
				.contains("Shutdown completed: CLEAN");
		}
	}

	@Test
	void theApplicationIsNotRoot() throws Exception {
		try (GenericContainer<?> container = create(false)) {
			container.start();
			assertThat(container.execInContainer("id", "-u").getStdout().trim()).isEqualTo("10001");
		}
	}

	@Test
	void composeStopsItInTime() throws Exception {
		Repository.sampleJar();
		try {
			compose("up", "--build", "--detach");
			Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(this::isReady);
			long begin = System.nanoTime();
			compose("stop");
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).as("not killed")
				.isLessThan(Duration.ofSeconds(GRACE_PERIOD));
			assertThat(compose("ps", "--all")).contains("143");
			assertThat(compose("logs", "--no-color")).contains("Shutdown started by SIGTERM")
				.contains("Shutdown completed: CLEAN");
		}
		finally {
			compose("down");
		}
	}

	private boolean isReady() throws Exception {
		return HttpClient.newHttpClient()
			.send(request("http://127.0.0.1:" + COMPOSE_PORT + "/actuator/health/readiness"),
					HttpResponse.BodyHandlers.ofString())
			.statusCode() == 200;
	}

	private static String compose(String... arguments) throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder(Requirement.program("docker-compose", "docker-compose").toString(),
				"--project-name", "shutdown-tests");
		builder.command().addAll(List.of(arguments));
		builder.environment().put("BASE_IMAGE", BASE_IMAGE);
		builder.environment().put("SAMPLE_PORT", COMPOSE_PORT);
		Process process = builder.directory(Repository.resolve("sample-app").toFile())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		return output;
	}

	private static GenericContainer<?> create(boolean init) {
		GenericContainer<?> container = new GenericContainer<>(image());
		container.withExposedPorts(8080)
			.withCreateContainerCmdModifier((command) -> command.getHostConfig().withInit(init))
			.waitingFor(Wait.forHttp("/actuator/health/readiness").withStartupTimeout(Duration.ofSeconds(120)));
		return container;
	}

	/**
	 * The image is built once.
	 * @return the image
	 */
	private static ImageFromDockerfile image() {
		if (image == null) {
			image = new ImageFromDockerfile()
				.withFileFromPath("Dockerfile", Repository.resolve("sample-app/Dockerfile"))
				.withFileFromPath("target/sample-app-under-test.jar", Repository.sampleJar())
				.withBuildArg("BASE_IMAGE", BASE_IMAGE);
		}
		return image;
	}

	private static CompletableFuture<HttpResponse<String>> chat(GenericContainer<?> container) {
		return HttpClient.newHttpClient()
			.sendAsync(request(url(container, "/api/chat?message=How+does+a+ship+stop")),
					HttpResponse.BodyHandlers.ofString());
	}

	private static String status(GenericContainer<?> container) throws Exception {
		return HttpClient.newHttpClient()
			.send(request(url(container, "/actuator/shutdown-status")), HttpResponse.BodyHandlers.ofString())
			.body();
	}

	private static HttpRequest request(String url) {
		return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60)).build();
	}

	private static String url(GenericContainer<?> container, String path) {
		return "http://" + container.getHost() + ":" + container.getMappedPort(8080) + path;
	}

}
