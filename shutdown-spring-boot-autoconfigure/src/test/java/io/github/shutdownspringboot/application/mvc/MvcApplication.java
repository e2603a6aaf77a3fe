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

package io.github.shutdownspringboot.application.mvc;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.shutdownspringboot.application.Body;
import io.github.shutdownspringboot.application.Releasable;
import jakarta.servlet.http.HttpServletResponse;
import reactor.core.publisher.Flux;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Requests and streams of different making on Spring MVC. Requests end when they are told
 * to by {@code POST /release}, or after the time they are given.
 */
@SpringBootApplication
public class MvcApplication {

	public static void main(String[] args) {
		SpringApplication.run(MvcApplication.class, args);
	}

	@Bean
	RouterFunction<ServerResponse> functionalStream(Controller controller) {
		return RouterFunctions.route()
			.GET("/sse/functional", (request) -> ServerResponse
				.sse((sse) -> controller.every100Millis((i) -> sse.data("functional " + i), sse::error), Duration.ZERO))
			.build();
	}

	@RestController
	static class Controller implements Releasable {

		private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(4, (task) -> {
			Thread thread = new Thread(task, "application");
			thread.setDaemon(true);
			return thread;
		});

		private final CountDownLatch released = new CountDownLatch(1);

		@Override
		@PostMapping("/release")
		public void release() {
			this.released.countDown();
		}

		void awaitRelease() {
			try {
				this.released.await(60, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@GetMapping("/blocking/{id}")
		String blocking(@RequestParam(defaultValue = "60000") long millis) throws InterruptedException {
			this.released.await(millis, TimeUnit.MILLISECONDS);
			return Body.TEXT;
		}

		@GetMapping("/callable")
		Callable<String> callable(@RequestParam(defaultValue = "60000") long millis) {
			return () -> blocking(millis);
		}

		@GetMapping("/deferred")
		DeferredResult<String> deferred(@RequestParam(defaultValue = "60000") long millis) {
			DeferredResult<String> result = new DeferredResult<>(120_000L);
			this.scheduler.execute(() -> {
				try {
					result.setResult(blocking(millis));
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			});
			return result;
		}

		@GetMapping("/nothing")
		ResponseEntity<Void> nothing() {
			return ResponseEntity.noContent().build();
		}

		@GetMapping("/nothing-later")
		Callable<ResponseEntity<Void>> nothingLater() {
			return () -> {
				blocking(60_000);
				return nothing();
			};
		}

		@GetMapping("/elsewhere")
		ResponseEntity<Void> elsewhere() {
			return ResponseEntity.status(302).header("Location", "/quick").build();
		}

		@GetMapping("/timeout")
		DeferredResult<String> timeout() {
			return new DeferredResult<>(50L);
		}

		@GetMapping("/failing")
		String failing() {
			throw new IllegalStateException("on purpose");
		}

		@GetMapping("/failing-later")
		Callable<String> failingLater() {
			return () -> {
				throw new IllegalStateException("on purpose");
			};
		}

		@GetMapping("/error-sent")
		void errorSent(HttpServletResponse response) throws IOException {
			response.sendError(418);
		}

		@GetMapping("/sse/late")
		void late(HttpServletResponse response) throws IOException, InterruptedException {
			blocking(60_000);
			response.setContentType("text/event-stream");
			for (int i = 0; i < 200; i++) {
				response.setHeader("X-Header-" + i, "value");
			}
			response.getOutputStream().print("data:late\n\n");
			response.flushBuffer();
		}

		@GetMapping("/sse/reset")
		void reset(HttpServletResponse response) throws IOException, InterruptedException {
			response.setContentType("text/event-stream");
			response.reset();
			response.setStatus(409);
			blocking(60_000);
			response.getWriter().print("conflict");
		}

		@GetMapping("/sse/changed")
		void changed(HttpServletResponse response) throws IOException, InterruptedException {
			response.setContentType("text/event-stream");
			response.setContentType("text/plain");
			response.setStatus(409);
			blocking(60_000);
			response.getWriter().print("conflict");
		}

		@GetMapping("/quick")
		String quick() {
			return "quick";
		}

		@GetMapping("/sse/emitter")
		SseEmitter emitter() {
			SseEmitter emitter = new SseEmitter(0L);
			every100Millis((i) -> emitter.send("emitter " + i), emitter::completeWithError);
			return emitter;
		}

		@GetMapping("/sse/silent")
		SseEmitter silent() {
			return new SseEmitter(0L);
		}

		@GetMapping("/sse/silent-later")
		CompletableFuture<SseEmitter> silentLater() {
			return CompletableFuture.supplyAsync(this::silent, this.scheduler);
		}

		@GetMapping("/sse/flux")
		Flux<ServerSentEvent<String>> flux() {
			return Flux.interval(Duration.ofMillis(100))
				.onBackpressureBuffer()
				.map((i) -> ServerSentEvent.<String>builder("flux " + i).id(Long.toString(i)).build());
		}

		@GetMapping(path = "/sse/finite", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> finite(@RequestParam int count) {
			return Flux.interval(Duration.ofMillis(100)).onBackpressureBuffer().take(count).map((i) -> "finite " + i);
		}

		void every100Millis(Sender sender, Consumer<Throwable> failed) {
			AtomicInteger count = new AtomicInteger();
			this.scheduler.scheduleAtFixedRate(() -> {
				try {
					sender.send(count.getAndIncrement());
				}
				catch (IOException ex) {
					// Tomcat tells the emitter by itself; Jetty does not
					failed.accept(ex);
					throw new IllegalStateException(ex);
				}
			}, 0, 100, TimeUnit.MILLISECONDS);
		}

	}

	@FunctionalInterface
	interface Sender {

		void send(int i) throws IOException;

	}

}
