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
import java.util.concurrent.CompletableFuture;

import io.github.shutdownspringboot.integration.net.SelectiveAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Configuration;

/**
 * Streams that Spring Cloud Gateway passes on with Spring WebFlux on Reactor Netty. No
 * thread of it waits for anything, so it stops whatever goes on behind it.
 */
class ReactiveGatewayTests {

	@Test
	void aStreamThatIsPassedOnIsToldGoodbyeByTheGateway() {
		try (StreamingApplication upstream = StreamingApplication.start(GatewayTests.Upstream.class);
				StreamingApplication gateway = startGateway(upstream)) {
			CompletableFuture<HttpResponse<String>> stream = gateway.open("streams", gateway.request("/stream"));
			gateway.stop();
			StreamingApplication.assertToldGoodbye(stream);
		}
	}

	@Test
	void theGoodbyeOfWhoIsBehindIsPassedOn() {
		try (StreamingApplication upstream = StreamingApplication.start(GatewayTests.Upstream.class);
				StreamingApplication gateway = startGateway(upstream)) {
			CompletableFuture<HttpResponse<String>> stream = gateway.open("streams", gateway.request("/stream"));
			upstream.stop();
			StreamingApplication.assertToldGoodbye(stream);
			gateway.stop();
		}
	}

	private static StreamingApplication startGateway(StreamingApplication upstream) {
		return StreamingApplication.start(ReactiveGateway.class, "spring.main.web-application-type=reactive",
				"spring.cloud.gateway.server.webflux.routes[0].id=upstream",
				"spring.cloud.gateway.server.webflux.routes[0].uri=http://127.0.0.1:" + upstream.getPort(),
				"spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/stream");
	}

	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration(
			packages = { "org.springframework.cloud.gateway.config.", "org.springframework.boot.reactor.netty.",
					"org.springframework.boot.webflux.", "org.springframework.boot.webclient." },
			excludeName = "org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration")
	static class ReactiveGateway {

	}

}
