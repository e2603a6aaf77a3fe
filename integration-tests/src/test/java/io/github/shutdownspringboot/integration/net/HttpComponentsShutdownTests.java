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

package io.github.shutdownspringboot.integration.net;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.github.shutdownspringboot.clients.CloseOnShutdown;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import io.github.shutdownspringboot.work.WorkTracker;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The connection pool of a {@link RestClient} on Apache HttpComponents.
 */
class HttpComponentsShutdownTests {

	private final HttpStub server = new HttpStub();

	private final Relay relay = new Relay(this.server.getPort());

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void closeServer() throws Exception {
		this.threads.shutdownNow();
		this.relay.close();
		this.server.close();
	}

	@Test
	void theConnectionsOfAPoolAreClosed() throws Exception {
		try (TestApplication application = TestApplication.start(Application.class, this.relay)) {
			RestClient client = application.getBean(RestClient.class);
			for (Future<String> answer : IntStream.range(0, 4)
				.mapToObj((number) -> this.threads.submit(() -> call(client, "/" + number)))
				.toList()) {
				assertThat(answer.get()).isEqualTo(HttpStub.ANSWER);
			}
			ShutdownReport.Client client5 = Witnesses.assertClosed(application.stop(), "httpClient");
			assertThat(client5.message()).isNull();
		}
	}

	@Test
	void aCallOfTrackedWorkEndsBeforeItsPoolIsClosed() throws Exception {
		try (TestApplication application = TestApplication.start(Application.class, this.relay)) {
			RestClient client = application.getBean(RestClient.class);
			WorkTracker tracker = application.getBean(WorkTracker.class);
			Future<String> answer = this.threads.submit(() -> tracker.call("question", () -> call(client, "/held")));
			Awaitility.await().until(this.server::isHolding);
			CompletableFuture<ShutdownReport> report = CompletableFuture.supplyAsync(application::stop,
					new SimpleAsyncTaskExecutor());
			Awaitility.await().until(() -> application.getCoordinator().getState().isAtLeast(ShutdownState.CLOSING));
			this.server.release();
			assertThat(answer.get()).isEqualTo(HttpStub.ANSWER);
			Witnesses.assertClosed(report.join(), "httpClient");
		}
	}

	private static String call(RestClient client, String path) {
		return client.get().uri(path).retrieve().body(String.class);
	}

	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration
	@Import(Witnesses.class)
	static class Application {

		// Closes its connection manager too
		@Bean
		@CloseOnShutdown(order = Witnesses.BETWEEN)
		CloseableHttpClient httpClient() {
			PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
				.setMaxConnPerRoute(4)
				.build();
			return HttpClients.custom().setConnectionManager(connections).build();
		}

		@Bean
		RestClient restClient(CloseableHttpClient httpClient, Relay relay) {
			return RestClient.builder()
				.baseUrl("http://127.0.0.1:" + relay.getPort())
				.requestFactory(new HttpComponentsClientHttpRequestFactory(httpClient))
				.build();
		}

	}

}
