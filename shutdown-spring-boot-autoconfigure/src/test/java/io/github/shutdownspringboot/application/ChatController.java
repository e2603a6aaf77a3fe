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

package io.github.shutdownspringboot.application;

import java.time.Duration;
import java.util.function.LongFunction;

import reactor.core.publisher.Flux;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * Streams of JSON, as chat services send them. Each application has a subclass in its own
 * package, where it looks for controllers.
 */
public abstract class ChatController {

	@GetMapping("/chat")
	public ResponseEntity<Flux<ServerSentEvent<String>>> chat() {
		return stream("""
				{"type":"message","number":%d}"""::formatted);
	}

	@PostMapping("/v1/chat/completions")
	public ResponseEntity<Flux<ServerSentEvent<String>>> completions() {
		return stream("""
				{"object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"%d"}}]}"""::formatted);
	}

	/**
	 * The type of the response is set in any case, because clients of chat completions
	 * accept only {@code application/json}. A client that reconnects does so soon. Events
	 * wait for the server: on a busy machine it may ask for the second one after more
	 * than the interval, which fails without a buffer.
	 * @param data the data of an event
	 * @return the response
	 */
	private static ResponseEntity<Flux<ServerSentEvent<String>>> stream(LongFunction<String> data) {
		return ResponseEntity.ok()
			.contentType(MediaType.TEXT_EVENT_STREAM)
			.body(Flux.interval(Duration.ZERO, Duration.ofMillis(100))
				.onBackpressureBuffer()
				.map((number) -> ServerSentEvent.builder(data.apply(number)).retry(Duration.ofMillis(100)).build()));
	}

}
