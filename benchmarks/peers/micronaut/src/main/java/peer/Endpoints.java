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

package peer;

import java.time.Duration;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.sse.Event;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Controller
public class Endpoints {

	@Get("/hello")
	public String hello() {
		return "{\"message\":\"hello\"}";
	}

	@Get("/slow")
	public Mono<String> slow(@QueryValue long millis) {
		return Mono.delay(Duration.ofMillis(millis)).thenReturn("{\"message\":\"slow\"}");
	}

	@Get(value = "/stream", produces = MediaType.TEXT_EVENT_STREAM)
	public Publisher<Event<String>> stream() {
		return Flux.concat(Mono.just(Event.of("open")), Flux.never());
	}

}
