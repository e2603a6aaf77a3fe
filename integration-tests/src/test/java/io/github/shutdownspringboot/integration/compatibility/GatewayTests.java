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
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.integration.net.SelectiveAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streams that Spring Cloud Gateway passes on. It does not know where an event ends.
 */
class GatewayTests {

	/**
	 * A thread of this one reads the answer from behind to its end before it closes it,
	 * and this answer has none: the stage is over when its time is.
	 */
	@Test
	void aStreamThatTheServletGatewayPassesOnIsToldGoodbyeByIt() {
		try (StreamingApplication upstream = StreamingApplication.start(Upstream.class);
				StreamingApplication gateway = Gateway.SERVLET.start(upstream)) {
			CompletableFuture<HttpResponse<String>> stream = gateway.open("streams", gateway.request("/stream"));
			assertThat(gateway.beginStop()).succeedsWithin(60, TimeUnit.SECONDS);
			StreamingApplication.assertToldGoodbye(stream);
		}
	}

	/**
	 * No thread of this one waits for anything, so it stops whatever goes on behind it.
	 */
	@Test
	void aStreamThatTheReactiveGatewayPassesOnIsToldGoodbyeByIt() {
		try (StreamingApplication upstream = StreamingApplication.start(Upstream.class);
				StreamingApplication gateway = Gateway.REACTIVE.start(upstream)) {
			CompletableFuture<HttpResponse<String>> stream = gateway.open("streams", gateway.request("/stream"));
			gateway.stop();
			StreamingApplication.assertToldGoodbye(stream);
		}
	}

	@ParameterizedTest
	@EnumSource
	void theGoodbyeOfWhoIsBehindIsPassedOn(Gateway kind) {
		try (StreamingApplication upstream = StreamingApplication.start(Upstream.class);
				StreamingApplication gateway = kind.start(upstream)) {
			CompletableFuture<HttpResponse<String>> stream = gateway.open("streams", gateway.request("/stream"));
			upstream.stop();
			StreamingApplication.assertToldGoodbye(stream);
			gateway.stop();
		}
	}

	private enum Gateway {

		/**
		 * With Spring MVC on Tomcat.
		 */
		SERVLET(ServletGateway.class, "webmvc"),

		/**
		 * With Spring WebFlux on Reactor Netty.
		 */
		REACTIVE(ReactiveGateway.class, "webflux");

		private final Class<?> application;

		private final String name;

		Gateway(Class<?> application, String name) {
			this.application = application;
			this.name = name;
		}

		StreamingApplication start(StreamingApplication upstream) {
			String route = "spring.cloud.gateway.server." + this.name + ".routes[0].";
			return StreamingApplication.start(this.application,
					"spring.main.web-application-type=" + name().toLowerCase(Locale.ROOT), route + "id=upstream",
					route + "uri=http://127.0.0.1:" + upstream.getPort(), route + "predicates[0]=Path=/stream");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration(
			packages = { "org.springframework.cloud.gateway.server.mvc.", "org.springframework.boot.restclient." })
	static class ServletGateway {

	}

	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration(
			packages = { "org.springframework.cloud.gateway.config.", "org.springframework.boot.reactor.netty.",
					"org.springframework.boot.webflux.", "org.springframework.boot.webclient." },
			excludeName = "org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration")
	static class ReactiveGateway {

	}

	/**
	 * Has no client that would close Reactor Netty's resources with it: they are those of
	 * the whole JVM, so also of the gateway.
	 */
	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration(
			excludeName = "org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration")
	@RestController
	static class Upstream {

		@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> stream() {
			return Flux.interval(Duration.ofMillis(100)).onBackpressureDrop().map((tick) -> "tick");
		}

	}

}
