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

package io.github.shutdownspringboot.benchmarks.application.webflux;

import java.time.Duration;
import java.util.Map;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * A quick answer, a slow one, and a stream that never ends by itself.
 */
@RestController
class WebFluxEndpoints {

	@GetMapping("/hello")
	Mono<Map<String, String>> hello() {
		return Mono.just(Map.of("message", "hello"));
	}

	@GetMapping("/slow")
	Mono<Map<String, String>> slow(@RequestParam long millis) {
		return Mono.delay(Duration.ofMillis(millis)).thenReturn(Map.of("message", "slow"));
	}

	@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> stream() {
		return Flux.concat(Mono.just("open"), Flux.never());
	}

}
