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

package io.github.shutdownspringboot.application.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * One of many: quick and slow requests, and a stream of events that are the same
 * whichever replica sends them, so that a client that comes back can go on where it was.
 * Runs on Spring MVC and on Spring WebFlux.
 */
@SpringBootApplication
public class FleetApplication {

	/**
	 * The file that a replica has its orders in.
	 */
	public static final String ORDERS = "orders.txt";

	public static void main(String[] args) {
		SpringApplication.run(FleetApplication.class, args);
	}

	/**
	 * Answers, and counts its answers.
	 */
	@RestController
	public static class Controller {

		private static final Duration TICK = Duration.ofMillis(100);

		private final AtomicLong served = new AtomicLong();

		private final String replica;

		Controller(@Value("${fleet.replica:0}") String replica) {
			this.replica = replica;
		}

		public long getServed() {
			return this.served.get();
		}

		@GetMapping("/quick")
		ResponseEntity<String> quick() {
			this.served.incrementAndGet();
			return fromThisReplica().body("quick");
		}

		@GetMapping("/slow")
		Mono<String> slow() {
			return Mono.delay(Duration.ofMillis(300)).thenReturn("slow");
		}

		/**
		 * Take an order, and write it down in the directory of this replica.
		 * @param order the order
		 * @return the order
		 * @throws IOException if it cannot be written down
		 */
		@PostMapping("/orders")
		ResponseEntity<String> order(@RequestBody String order) throws IOException {
			Files.writeString(Path.of(ORDERS), order + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
			return fromThisReplica().body(order);
		}

		/**
		 * One event each tick of the clock, with the number of the tick as its id.
		 * @param lastId the last event that the client has
		 * @return the events after that, or from now on
		 */
		@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		ResponseEntity<Flux<ServerSentEvent<String>>> events(
				@RequestHeader(name = "Last-Event-ID", required = false) @Nullable Long lastId) {
			AtomicLong last = new AtomicLong((lastId != null) ? lastId : tick());
			Flux<ServerSentEvent<String>> events = Flux.interval(Duration.ZERO, TICK)
				.onBackpressureBuffer()
				.concatMapIterable((i) -> {
					long now = tick();
					return LongStream.rangeClosed(last.getAndSet(now) + 1, now).boxed().toList();
				})
				.map((id) -> ServerSentEvent.builder("tick").id(Long.toString(id)).build());
			return fromThisReplica().body(events);
		}

		private ResponseEntity.BodyBuilder fromThisReplica() {
			return ResponseEntity.ok().header("X-Replica", this.replica);
		}

		private static long tick() {
			return System.currentTimeMillis() / TICK.toMillis();
		}

	}

}
