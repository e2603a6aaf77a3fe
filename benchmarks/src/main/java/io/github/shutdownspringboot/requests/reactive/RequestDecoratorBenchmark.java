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

package io.github.shutdownspringboot.requests.reactive;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.http.StreamMediaTypes;
import io.github.shutdownspringboot.requests.BenchmarkRequests;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.reactive.HandlerMapping;

/**
 * What a WebFlux request pays for being counted: 1 KB of JSON, with the decorator and
 * without. The response is a mock, which costs much by itself; what Netty tells of the
 * end of a response is not part of it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class RequestDecoratorBenchmark {

	private static final StaticListableBeanFactory NO_BEANS = new StaticListableBeanFactory();

	private static final RefusalWriter REFUSALS = new RefusalWriter(new RefusalCors(
			NO_BEANS.getBeanProvider(CorsWebFilter.class), NO_BEANS.getBeanProvider(CorsConfigurationSource.class),
			NO_BEANS.getBeanProvider(HandlerMapping.class), ""), BenchmarkRequests.newBodies());

	/**
	 * No mock itself: those have no native request, which is looked at.
	 */
	private final ServerHttpRequest request = new ServerHttpRequestDecorator(
			MockServerHttpRequest.get("/hello").build());

	private final byte[] body = new byte[1024];

	private final HttpHandler plain = (request, response) -> response
		.writeWith(Mono.fromSupplier(() -> DefaultDataBufferFactory.sharedInstance.wrap(this.body)));

	private final HttpHandler decorated = new InFlightHttpHandlerDecorator(BenchmarkRequests.newGate(),
			new StreamMediaTypes(List.of("text/event-stream", "application/x-ndjson")), REFUSALS, null, "")
		.decorate(this.plain);

	@Benchmark
	public Object plain() {
		return handle(this.plain);
	}

	@Benchmark
	public Object decorated() {
		return handle(this.decorated);
	}

	private Object handle(HttpHandler handler) {
		MockServerHttpResponse response = new MockServerHttpResponse();
		handler.handle(this.request, response).subscribe();
		return response;
	}

}
