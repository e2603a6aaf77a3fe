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

package io.github.shutdownspringboot.integration.compatibility;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.integration.net.SelectiveAutoConfiguration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streams that Spring Cloud Gateway passes on. It does not know where an event ends, and
 * a thread of it waits for the next bytes.
 */
class GatewayTests {

	/**
	 * The gateway reads the answer from behind to its end before it closes it, and this
	 * one has none: the stage is over when its time is.
	 */
	@Test
	void aStreamThatIsPassedOnIsToldGoodbyeByTheGateway() {
		try (StreamingApplication upstream = StreamingApplication.start(Upstream.class);
				StreamingApplication gateway = startGateway(upstream)) {
			CompletableFuture<HttpResponse<String>> stream = gateway.open("streams", gateway.request("/stream"));
			assertThat(gateway.beginStop()).succeedsWithin(60, TimeUnit.SECONDS);
			StreamingApplication.assertToldGoodbye(stream);
		}
	}

	@Test
	void theGoodbyeOfWhoIsBehindIsPassedOn() {
		try (StreamingApplication upstream = StreamingApplication.start(Upstream.class);
				StreamingApplication gateway = startGateway(upstream)) {
			CompletableFuture<HttpResponse<String>> stream = gateway.open("streams", gateway.request("/stream"));
			upstream.stop();
			StreamingApplication.assertToldGoodbye(stream);
			gateway.stop();
		}
	}

	private static StreamingApplication startGateway(StreamingApplication upstream) {
		return StreamingApplication.start(Gateway.class, "spring.cloud.gateway.server.webmvc.routes[0].id=upstream",
				"spring.cloud.gateway.server.webmvc.routes[0].uri=http://127.0.0.1:" + upstream.getPort(),
				"spring.cloud.gateway.server.webmvc.routes[0].predicates[0]=Path=/stream");
	}

	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration(
			packages = { "org.springframework.cloud.gateway.server.mvc.", "org.springframework.boot.restclient." })
	static class Gateway {

	}

	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration
	@RestController
	static class Upstream {

		@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> stream() {
			return Flux.interval(Duration.ofMillis(100)).onBackpressureDrop().map((tick) -> "tick");
		}

	}

}
