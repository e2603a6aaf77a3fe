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

package io.github.shutdownspringboot;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.github.shutdownspringboot.application.Body;
import io.github.shutdownspringboot.application.HttpProbe;
import io.github.shutdownspringboot.application.Releasable;
import io.github.shutdownspringboot.application.TestServer;
import io.github.shutdownspringboot.metrics.RecordingMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a registry that pushes knows of the shutdown of an application.
 */
class MetricsContractTests {

	@ParameterizedTest
	@EnumSource(TestServer.class)
	void theLastPublishHoldsTheRequestThatFinishedDuringTheDrain(TestServer server) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(server.getApplication())
			.sources(RegistryConfiguration.class)
			.run(Stream
				.concat(server.getArguments().stream(), Stream.of("--server.port=0", "--server.address=127.0.0.1"))
				.toArray(String[]::new));
		RecordingMeterRegistry registry = context.getBean(RecordingMeterRegistry.class);
		HttpProbe probe = new HttpProbe(
				context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
		CompletableFuture<HttpResponse<String>> request = probe.get("/blocking/1");
		Awaitility.await().untilAsserted(() -> assertThat(probe.status().get("activeRequests").asInt()).isEqualTo(1));
		CompletableFuture<Void> closed = TestThreads.run(context::close);
		Awaitility.await()
			.untilAsserted(() -> assertThat(probe.status().get("state").asString()).isEqualTo("DRAINING"));
		assertThat(probe.get("/quick").join().statusCode()).isEqualTo(503);
		assertThat(registry.getPublished()).isEmpty();
		context.getBean(Releasable.class).release();
		assertThat(request.join().body()).isEqualTo(Body.TEXT);
		closed.join();
		assertThat(registry.getPublished()).singleElement().satisfies((meters) -> {
			assertThat(meters)
				.filteredOn(
						(meter) -> meter.startsWith("http.server.requests[") && meter.contains("uri=/blocking/{id}"))
				.hasSize(1);
			assertThat(meters).contains("shutdown.requests.rejected[]=1");
			for (String stage : List.of("requests", "streams", "settle", "work", "clients")) {
				assertThat(meters)
					.contains("shutdown.stage.duration[tag(outcome=succeeded), tag(stage=" + stage + ")]=1");
			}
			assertThat(meters).contains("shutdown.duration[tag(outcome=clean), tag(trigger=CONTEXT_CLOSE)]=1");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class RegistryConfiguration {

		@Bean
		RecordingMeterRegistry recordingMeterRegistry() {
			return new RecordingMeterRegistry();
		}

	}

}
