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

package io.github.shutdownspringboot.integration.compatibility;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.StageState;
import org.awaitility.Awaitility;

import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with the starter and a web server in this JVM, and its clients.
 */
final class StreamingApplication implements AutoCloseable {

	private static final String GOODBYE = """
			data:{"type":"error","error":"Server shutdown in progress","code":"server_shutdown","retryAfter":1000}

			data:{"type":"done","reason":"shutdown"}

			""";

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final ConfigurableApplicationContext context;

	private final ShutdownCoordinator coordinator;

	private StreamingApplication(ConfigurableApplicationContext context) {
		this.context = context;
		this.coordinator = context.getBean(ShutdownCoordinator.class);
	}

	static StreamingApplication start(Class<?> configuration, String... properties) {
		return new StreamingApplication(new SpringApplicationBuilder(configuration).registerShutdownHook(false)
			.bannerMode(Banner.Mode.OFF)
			.properties("server.port=0", "server.address=127.0.0.1")
			.properties(properties)
			.run());
	}

	int getPort() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	<T> T getBean(Class<T> type) {
		return this.context.getBean(type);
	}

	void publish(Object event) {
		this.context.publishEvent(event);
	}

	HttpRequest.Builder request(String path, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + getPort() + path))
			.timeout(Duration.ofSeconds(60));
		return (headers.length > 0) ? request.headers(headers) : request;
	}

	CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
		return this.client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	/**
	 * Send a request, and wait until a stage waits for it.
	 * @param stage the name of the stage
	 * @param request the request
	 * @return its response
	 */
	CompletableFuture<HttpResponse<String>> open(String stage, HttpRequest.Builder request) {
		CompletableFuture<HttpResponse<String>> response = send(request);
		Awaitility.await().until(() -> getPending(stage) == 1 || response.isDone());
		assertThat(response).isNotDone();
		return response;
	}

	/**
	 * Wait until a stage has something to wait for.
	 * @param stage the name of the stage
	 */
	void awaitPending(String stage) {
		Awaitility.await().until(() -> getPending(stage) > 0);
	}

	private long getPending(String stage) {
		return this.coordinator.getReport()
			.stages()
			.stream()
			.filter((candidate) -> candidate.name().equals(stage))
			.mapToLong(ShutdownReport.Stage::pending)
			.sum();
	}

	boolean isRunning(String stage) {
		return this.coordinator.getReport()
			.stages()
			.stream()
			.anyMatch((candidate) -> candidate.name().equals(stage) && candidate.state() == StageState.RUNNING);
	}

	/**
	 * Begin to stop the application.
	 * @return completes when it has stopped
	 */
	CompletableFuture<Void> beginStop() {
		return CompletableFuture.runAsync(this.context::close, new SimpleAsyncTaskExecutor());
	}

	/**
	 * Stop the application, which is to be clean.
	 */
	void stop() {
		assertThat(beginStop()).succeedsWithin(60, TimeUnit.SECONDS);
		ShutdownReport report = this.coordinator.getReport();
		assertThat(report.outcome()).as(report.toString()).isEqualTo(ShutdownOutcome.CLEAN);
		// Stock Spring Boot waits for a stream as long as for a request, 30 s
		assertThat(report.elapsed()).isLessThan(Duration.ofSeconds(25));
	}

	static void assertToldGoodbye(CompletableFuture<HttpResponse<String>> stream) {
		assertThat(stream).succeedsWithin(60, TimeUnit.SECONDS)
			.satisfies((response) -> assertThat(response.body()).endsWith(GOODBYE));
	}

	@Override
	public void close() {
		this.context.close();
	}

}
