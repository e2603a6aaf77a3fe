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

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.shutdownspringboot.integration.net.SelectiveAutoConfiguration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.boot.graphql.autoconfigure.GraphQlSourceBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.graphql.data.method.annotation.SubscriptionMapping;
import org.springframework.stereotype.Controller;

/**
 * Subscriptions of GraphQL, which are streams of server-sent events.
 */
class GraphQlTests {

	private static final String SCHEMA = """
			type Query { ready: Boolean }
			type Subscription { ticks: Int }
			""";

	@Test
	void aSubscriptionOverServerSentEventsIsToldGoodbye() {
		try (StreamingApplication application = StreamingApplication.start(Application.class)) {
			CompletableFuture<HttpResponse<String>> stream = application.open("streams", subscription(application));
			application.stop();
			StreamingApplication.assertToldGoodbye(stream);
		}
	}

	private static HttpRequest.Builder subscription(StreamingApplication application) {
		return application.request("/graphql", "Accept", "text/event-stream", "Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"subscription { ticks }\"}"));
	}

	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration(packages = "org.springframework.boot.graphql.")
	static class Application {

		@Bean
		GraphQlSourceBuilderCustomizer schema() {
			return (builder) -> builder.schemaResources(new ByteArrayResource(SCHEMA.getBytes(StandardCharsets.UTF_8)));
		}

		@Bean
		Ticks ticks() {
			return new Ticks();
		}

	}

	@Controller
	static class Ticks {

		@SubscriptionMapping
		Flux<Integer> ticks() {
			return Flux.interval(Duration.ofMillis(50)).onBackpressureDrop().map(Long::intValue);
		}

	}

}
