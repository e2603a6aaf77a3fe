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

import io.github.shutdownspringboot.application.Body;
import io.github.shutdownspringboot.application.Releasable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;

/**
 * Requests and streams of different making on Spring WebFlux.
 */
@SpringBootApplication
public class WebFluxApplication {

	public static void main(String[] args) {
		SpringApplication.run(WebFluxApplication.class, args);
	}

	@Bean
	RouterFunction<ServerResponse> functionalStream() {
		return RouterFunctions.route()
			.GET("/sse/functional",
					(request) -> ServerResponse.ok()
						.body(BodyInserters.fromServerSentEvents(Flux.interval(Duration.ZERO, Duration.ofMillis(100))
							.onBackpressureBuffer()
							.map((i) -> ServerSentEvent.builder("functional " + i).build()))))
			.build();
	}

	@RestController
	static class Controller implements Releasable {

		private final Sinks.Empty<Void> released = Sinks.empty();

		@Override
		@PostMapping("/release")
		public void release() {
			this.released.tryEmitEmpty();
		}

		@GetMapping("/blocking/{id}")
		Mono<String> blocking(@RequestParam(defaultValue = "60000") long millis) {
			return deferred(millis).publishOn(Schedulers.boundedElastic());
		}

		@GetMapping("/callable")
		Mono<String> callable(@RequestParam(defaultValue = "60000") long millis) {
			return deferred(millis).publishOn(Schedulers.parallel());
		}

		@GetMapping("/deferred")
		Mono<String> deferred(@RequestParam(defaultValue = "60000") long millis) {
			return Mono.firstWithSignal(this.released.asMono(), Mono.delay(Duration.ofMillis(millis)).then())
				.thenReturn(Body.TEXT);
		}

		@GetMapping("/nothing")
		ResponseEntity<Void> nothing() {
			return ResponseEntity.noContent().build();
		}

		@GetMapping("/nothing-later")
		Mono<ResponseEntity<Void>> nothingLater() {
			return deferred(60_000).map((body) -> nothing());
		}

		@GetMapping("/elsewhere")
		ResponseEntity<Void> elsewhere() {
			return ResponseEntity.status(302).header("Location", "/quick").build();
		}

		@GetMapping("/timeout")
		Mono<String> timeout() {
			return Mono.<String>never().timeout(Duration.ofMillis(50));
		}

		@GetMapping("/failing")
		String failing() {
			throw new IllegalStateException("on purpose");
		}

		@GetMapping("/failing-later")
		Mono<String> failingLater() {
			return Mono.delay(Duration.ofMillis(10)).then(Mono.error(new IllegalStateException("on purpose")));
		}

		@GetMapping("/error-sent")
		Mono<String> errorSent() {
			return Mono.error(new ResponseStatusException(HttpStatusCode.valueOf(418)));
		}

		@GetMapping("/sse/late")
		Mono<Void> late(ServerHttpResponse response) {
			return deferred(60_000).flatMap((body) -> {
				response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
				for (int i = 0; i < 200; i++) {
					response.getHeaders().set("X-Header-" + i, "value");
				}
				return response.writeWith(Mono.just(buffer(response, "data:late\n\n")).concatWith(Mono.never()));
			});
		}

		@GetMapping("/sse/endless")
		Mono<Void> endless(ServerHttpResponse response) {
			response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
			Flux<DataBuffer> events = Flux.interval(Duration.ofMillis(100))
				.onBackpressureBuffer()
				.concatMap((i) -> Flux.just("data:", "endless " + i, "\n", "\n"))
				.map((part) -> buffer(response, part));
			return response.writeAndFlushWith(Mono.just(events));
		}

		@GetMapping("/sse/torn")
		Mono<Void> torn(ServerHttpResponse response) {
			response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
			return response.writeAndFlushWith(
					Flux.just(Mono.just(buffer(response, "data:whole\n\ndata:to"))).concatWith(Mono.never()));
		}

		private static DataBuffer buffer(ServerHttpResponse response, String text) {
			return response.bufferFactory().wrap(text.getBytes(StandardCharsets.UTF_8));
		}

		@GetMapping("/quick")
		String quick() {
			return "quick";
		}

		@GetMapping("/sse/emitter")
		Flux<ServerSentEvent<String>> emitter() {
			return Flux.interval(Duration.ZERO, Duration.ofMillis(100))
				.onBackpressureBuffer()
				.map((i) -> ServerSentEvent.builder("emitter " + i).build());
		}

		@GetMapping("/sse/silent")
		Flux<ServerSentEvent<String>> silent() {
			return Flux.never();
		}

		@GetMapping(path = "/sse/flux", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> flux() {
			return Flux.interval(Duration.ofMillis(100)).onBackpressureBuffer().map((i) -> "flux " + i);
		}

		@GetMapping(path = "/sse/finite", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> finite(@RequestParam int count) {
			return Flux.interval(Duration.ofMillis(100)).onBackpressureBuffer().take(count).map((i) -> "finite " + i);
		}

		@GetMapping("/sse/raw")
		Mono<Void> raw(ServerHttpResponse response) {
			response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
			return response.writeAndFlushWith(Flux.interval(Duration.ofMillis(100))
				.onBackpressureBuffer()
				.map((i) -> Mono.just(buffer(response, "data:raw " + i + "\n\n"))));
		}

	}

}
