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
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;

/**
 * Receives meters and spans as a collector of OpenTelemetry does, over HTTP, and
 * remembers them.
 */
final class OtlpReceiver implements AutoCloseable {

	private final HttpServer server;

	private final List<List<Metric>> publishes = new CopyOnWriteArrayList<>();

	private final List<Span> spans = new CopyOnWriteArrayList<>();

	OtlpReceiver() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/v1/metrics", (exchange) -> receive(exchange, this::receiveMetrics));
		this.server.createContext("/v1/traces", (exchange) -> receive(exchange, this::receiveSpans));
		this.server.start();
	}

	/**
	 * Return the properties of an application that sends all it has, and meters only when
	 * it ends.
	 */
	String[] getProperties() {
		String url = "http://127.0.0.1:" + this.server.getAddress().getPort();
		return new String[] { "management.otlp.metrics.export.url=" + url + "/v1/metrics",
				"management.otlp.metrics.export.step=1h",
				"management.opentelemetry.tracing.export.otlp.endpoint=" + url + "/v1/traces",
				"management.tracing.sampling.probability=1.0" };
	}

	/**
	 * Return what was published, one list of meters for each time.
	 */
	List<List<Metric>> getPublishes() {
		return this.publishes;
	}

	List<Span> getSpans() {
		return this.spans;
	}

	private static void receive(HttpExchange exchange, Receiver receiver) throws IOException {
		try (exchange) {
			receiver.receive(exchange.getRequestBody().readAllBytes());
			exchange.sendResponseHeaders(200, -1);
		}
	}

	private void receiveMetrics(byte[] body) throws InvalidProtocolBufferException {
		this.publishes.add(ExportMetricsServiceRequest.parseFrom(body)
			.getResourceMetricsList()
			.stream()
			.flatMap((resource) -> resource.getScopeMetricsList().stream())
			.flatMap((scope) -> scope.getMetricsList().stream())
			.toList());
	}

	private void receiveSpans(byte[] body) throws InvalidProtocolBufferException {
		this.spans.addAll(ExportTraceServiceRequest.parseFrom(body)
			.getResourceSpansList()
			.stream()
			.flatMap((resource) -> resource.getScopeSpansList().stream())
			.flatMap((scope) -> scope.getSpansList().stream())
			.toList());
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	/**
	 * Takes what was sent.
	 */
	private interface Receiver {

		void receive(byte[] body) throws IOException;

	}

}
