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

package io.github.shutdownspringboot.streams.reactive;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.http.RequestHead;
import io.github.shutdownspringboot.http.StreamMediaTypes;
import io.github.shutdownspringboot.streams.BenchmarkStreams;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;

/**
 * What a WebFlux response that is no stream pays: 1 KB of JSON, in one buffer or in 16,
 * with the decorator and without. Both get the Reactor context of a tracked request.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ReactiveResponseBenchmark {

	private static final StreamHttpHandlerDecorator DECORATOR = new StreamHttpHandlerDecorator(
			BenchmarkStreams.newRegistry(), new StreamMediaTypes(List.of("text/event-stream", "application/x-ndjson")));

	private final ServerHttpRequest request = MockServerHttpRequest.get("/").build();

	private final MockServerHttpResponse delegate = new MockServerHttpResponse();

	private final Context context = Context.of(InFlight.class, BenchmarkStreams.newInFlight(), RequestHead.class,
			BenchmarkStreams.newHead());

	private final HttpHandler plain = handler(Mono.just(DefaultDataBufferFactory.sharedInstance.wrap(new byte[1024])));

	private final HttpHandler decorated = DECORATOR.decorate(this.plain);

	private final HttpHandler plainInPieces = handler(
			Flux.range(0, 16).map((i) -> DefaultDataBufferFactory.sharedInstance.wrap(new byte[64])));

	private final HttpHandler decoratedInPieces = DECORATOR.decorate(this.plainInPieces);

	private static HttpHandler handler(Publisher<DataBuffer> body) {
		return (request, response) -> {
			response.getHeaders().set(HttpHeaders.CONTENT_TYPE, "application/json");
			return response.writeWith(body);
		};
	}

	@Benchmark
	public int plain() {
		return handle(this.plain);
	}

	@Benchmark
	public int decorated() {
		return handle(this.decorated);
	}

	@Benchmark
	public int plainInPieces() {
		return handle(this.plainInPieces);
	}

	@Benchmark
	public int decoratedInPieces() {
		return handle(this.decoratedInPieces);
	}

	private int handle(HttpHandler handler) {
		Response response = new Response(this.delegate);
		handler.handle(this.request, response).contextWrite(this.context).subscribe();
		return response.written;
	}

	/**
	 * A response that counts what is written.
	 */
	private static final class Response extends ServerHttpResponseDecorator {

		private final HttpHeaders headers = new HttpHeaders();

		private int written;

		Response(MockServerHttpResponse delegate) {
			super(delegate);
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			return Flux.from(body).doOnNext((buffer) -> this.written += buffer.readableByteCount()).then();
		}

	}

}
