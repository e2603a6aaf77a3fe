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

package io.github.shutdownspringboot.application.webflux;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

import io.github.shutdownspringboot.application.FastStream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Streams that are written by hand.
 */
@Configuration(proxyBeanMethods = false)
class WebFluxStreams {

	@Bean
	FastStream fastStream() {
		return new FastStream();
	}

	@RestController
	static class Controller {

		private final FastStream fastStream;

		private final WebFluxApplication.Controller application;

		Controller(FastStream fastStream, WebFluxApplication.Controller application) {
			this.fastStream = fastStream;
			this.application = application;
		}

		/**
		 * Chunks that are not events, and cut characters in two, as a proxy passes them
		 * on.
		 * @param response the response
		 * @return what completes with it
		 */
		@GetMapping("/streams/body")
		Mono<Void> body(ServerHttpResponse response) {
			response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
			Flux<Publisher<DataBuffer>> chunks = Flux.interval(Duration.ofMillis(50))
				.onBackpressureBuffer()
				.concatMap((i) -> {
					byte[] event = ("data:b\u00f6dy " + i + "\n\n").getBytes(StandardCharsets.UTF_8);
					return Flux.just(buffer(response, event, 0, 7), buffer(response, event, 7, event.length));
				});
			return response.writeAndFlushWith(chunks);
		}

		private static Publisher<DataBuffer> buffer(ServerHttpResponse response, byte[] bytes, int from, int to) {
			return Mono.fromSupplier(() -> response.bufferFactory().wrap(Arrays.copyOfRange(bytes, from, to)));
		}

		@GetMapping("/streams/encoded")
		Mono<Void> encoded(ServerHttpResponse response) {
			byte[] encoded = "encoded\n\n".getBytes(StandardCharsets.US_ASCII);
			response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
			response.getHeaders().set("Content-Encoding", "x-own");
			return response
				.writeAndFlushWith(Flux.just(buffer(response, encoded, 0, encoded.length)).concatWith(Flux.never()));
		}

		/**
		 * Is released when the application begins to stop, and has some to write then.
		 * @param response the response
		 * @return what completes with it
		 */
		@GetMapping("/streams/length")
		Mono<Void> length(ServerHttpResponse response) {
			byte[] line = "{\"line\":1}\n".getBytes(StandardCharsets.US_ASCII);
			response.getHeaders().setContentType(MediaType.APPLICATION_NDJSON);
			response.getHeaders().setContentLength(20L * line.length);
			return response.writeAndFlushWith(this.application.deferred(60_000)
				.thenMany(Flux.interval(Duration.ofMillis(50)).onBackpressureBuffer().take(20))
				.map((i) -> buffer(response, line, 0, line.length)));
		}

		@GetMapping(path = "/streams/lines", produces = MediaType.APPLICATION_NDJSON_VALUE)
		Flux<Line> lines() {
			return Flux.interval(Duration.ofMillis(50)).onBackpressureBuffer().map(Line::new);
		}

		@GetMapping(path = "/streams/fast", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> fast() {
			return Flux.generate((sink) -> sink.next(this.fastStream.next()));
		}

	}

	record Line(long line) {

	}

}
