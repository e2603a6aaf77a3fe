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
import io.github.shutdownspringboot.http.reactive.TrackedResponse;
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

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;

/**
 * What a WebFlux response that is no stream pays: 1 KB of JSON, in one buffer or in 16,
 * as the response to a tracked request and as it is.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ReactiveResponseBenchmark {

	private static final StreamBodyDecorator DECORATOR = new StreamBodyDecorator(BenchmarkStreams.newRegistry(),
			new StreamMediaTypes(List.of("text/event-stream", "application/x-ndjson")));

	private final ServerHttpRequest request = MockServerHttpRequest.get("/").build();

	private final MockServerHttpResponse delegate = new MockServerHttpResponse();

	private final RequestHead head = BenchmarkStreams.newHead();

	private final InFlight inFlight = BenchmarkStreams.newInFlight();

	private final Mono<DataBuffer> body = Mono.just(DefaultDataBufferFactory.sharedInstance.wrap(new byte[1024]));

	private final Flux<DataBuffer> pieces = Flux.range(0, 16)
		.map((i) -> DefaultDataBufferFactory.sharedInstance.wrap(new byte[64]));

	@Benchmark
	public int plain() {
		return handlePlain(this.body);
	}

	@Benchmark
	public int decorated() {
		return handleDecorated(this.body);
	}

	@Benchmark
	public int plainInPieces() {
		return handlePlain(this.pieces);
	}

	@Benchmark
	public int decoratedInPieces() {
		return handleDecorated(this.pieces);
	}

	private int handlePlain(Publisher<DataBuffer> body) {
		Response response = new Response(this.delegate);
		return write(body, response, response);
	}

	private int handleDecorated(Publisher<DataBuffer> body) {
		Response response = new Response(this.delegate);
		return write(body, TrackedResponse.of(response, this.request, this.head, this.inFlight, DECORATOR), response);
	}

	private static int write(Publisher<DataBuffer> body, ServerHttpResponse response, Response written) {
		response.getHeaders().set(HttpHeaders.CONTENT_TYPE, "application/json");
		response.writeWith(body).subscribe();
		return written.written;
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
