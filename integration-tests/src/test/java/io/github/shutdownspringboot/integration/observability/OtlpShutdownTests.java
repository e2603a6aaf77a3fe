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

package io.github.shutdownspringboot.integration.observability;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a collector of OpenTelemetry is sent of a shutdown.
 */
class OtlpShutdownTests {

	private static final List<String> STAGES = List.of("readiness", "requests", "streams", "settle", "work", "clients",
			"metrics");

	@Test
	void theCollectorGetsTheRequestOfTheDrainAndTheShutdownAsOneTrace() {
		try (OtlpReceiver receiver = new OtlpReceiver()) {
			ShutdownReport report = stopWhileARequestIsInFlight(receiver);
			assertThat(report.outcome()).hasToString("CLEAN");
			assertThat(receiver.getPublishes()).singleElement().satisfies(OtlpShutdownTests::assertMeters);
			assertTrace(receiver.getSpans(), report);
		}
	}

	private static ShutdownReport stopWhileARequestIsInFlight(OtlpReceiver receiver) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(ObservedApplication.class)
			.registerShutdownHook(false)
			.properties("server.port=0", "server.address=127.0.0.1")
			.properties(receiver.getProperties())
			.run();
		ShutdownCoordinator coordinator = context.getBean(ShutdownCoordinator.class);
		ObservedApplication.HeldRequests requests = context.getBean(ObservedApplication.HeldRequests.class);
		int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor();
		CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> get(port, "/held?token=hush"), threads);
		Awaitility.await().until(() -> pending(coordinator) == 1);
		CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close, threads);
		Awaitility.await().until(() -> coordinator.getState() == ShutdownState.DRAINING);
		assertThat(receiver.getPublishes()).isEmpty();
		requests.release();
		assertThat(answer.join()).isEqualTo("answer");
		closed.join();
		return coordinator.getReport();
	}

	private static long pending(ShutdownCoordinator coordinator) {
		return coordinator.getReport()
			.stages()
			.stream()
			.filter((stage) -> stage.name().equals("requests"))
			.mapToLong(ShutdownReport.Stage::pending)
			.sum();
	}

	private static String get(int port, String path) {
		try {
			return HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
						HttpResponse.BodyHandlers.ofString())
				.body();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void assertMeters(List<Metric> metrics) {
		assertThat(count(metrics, "http.server.requests", Map.of("uri", "/held", "status", "200"))).isOne();
		for (String stage : STAGES.subList(0, STAGES.indexOf("metrics"))) {
			assertThat(count(metrics, "shutdown.stage.duration", Map.of("stage", stage, "outcome", "succeeded")))
				.as(stage)
				.isOne();
		}
		assertThat(count(metrics, "shutdown.duration", Map.of("trigger", "CONTEXT_CLOSE", "outcome", "clean"))).isOne();
		assertThat(count(metrics, "shutdown.client.close", Map.of("client", "client", "outcome", "closed"))).isOne();
		assertThat(metrics.toString()).doesNotContain("hush");
	}

	private static long count(List<Metric> metrics, String name, Map<String, String> tags) {
		Predicate<List<KeyValue>> wanted = (attributes) -> toMap(attributes).entrySet().containsAll(tags.entrySet());
		return metrics.stream()
			.filter((metric) -> metric.getName().equals(name))
			.flatMapToLong((metric) -> Stream
				.concat(metric.getHistogram()
					.getDataPointsList()
					.stream()
					.filter((point) -> wanted.test(point.getAttributesList()))
					.map((point) -> point.getCount()),
						metric.getSummary()
							.getDataPointsList()
							.stream()
							.filter((point) -> wanted.test(point.getAttributesList()))
							.map((point) -> point.getCount()))
				.mapToLong(Long::longValue))
			.sum();
	}

	private static void assertTrace(List<Span> spans, ShutdownReport report) {
		Span root = spans.stream().filter((span) -> span.getName().equals("shutdown")).findFirst().orElseThrow();
		assertThat(root.getParentSpanId()).isEqualTo(ByteString.EMPTY);
		assertThat(toMap(root.getAttributesList())).containsEntry("trigger", "CONTEXT_CLOSE")
			.containsEntry("outcome", "clean")
			.containsEntry("shutdown.id", report.shutdownId());
		List<Span> stages = spans.stream()
			.filter((span) -> span.getTraceId().equals(root.getTraceId()) && span != root)
			.toList();
		assertThat(stages).extracting(Span::getName)
			.containsExactlyInAnyOrderElementsOf(STAGES.stream().map("shutdown "::concat).toList());
		assertThat(stages).allSatisfy((stage) -> {
			assertThat(stage.getParentSpanId()).isEqualTo(root.getSpanId());
			assertThat(toMap(stage.getAttributesList())).containsEntry("outcome", "succeeded");
			assertThat(stage.getStartTimeUnixNano()).isGreaterThanOrEqualTo(root.getStartTimeUnixNano());
			assertThat(stage.getEndTimeUnixNano()).isLessThanOrEqualTo(root.getEndTimeUnixNano());
		});
		assertThat(spans).extracting(Span::getName).contains("http get /held");
		assertThat(stages.toString()).doesNotContain("hush");
	}

	private static Map<String, String> toMap(List<KeyValue> attributes) {
		return attributes.stream()
			.collect(Collectors.toMap(KeyValue::getKey, (attribute) -> attribute.getValue().getStringValue()));
	}

}
