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

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.shutdownspringboot.clients.CloseOnShutdown;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import io.github.shutdownspringboot.work.WorkTracker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The connection pool of a {@link WebClient} on Reactor Netty.
 */
class WebClientShutdownTests {

	private final HttpStub server = new HttpStub();

	private final Relay relay = new Relay(this.server.getPort());

	@AfterEach
	void closeServer() throws Exception {
		this.relay.close();
		this.server.close();
	}

	@Test
	void theConnectionsOfAPoolAreClosed() {
		try (TestApplication application = TestApplication.start(Application.class, this.relay)) {
			List<String> answers = Flux.range(0, 4)
				.flatMap((number) -> call(application, "/" + number))
				.collectList()
				.block();
			assertThat(answers).hasSize(4).containsOnly(HttpStub.ANSWER);
			ShutdownReport.Client pool = Witnesses.assertClosed(application.stop(), "pool");
			assertThat(pool.message()).isNull();
		}
	}

	@Test
	void aCallOfTrackedWorkEndsBeforeItsPoolIsClosed() {
		try (TestApplication application = TestApplication.start(Application.class, this.relay)) {
			WorkTracker.Work work = application.getBean(WorkTracker.class).begin("question");
			CompletableFuture<String> answer = call(application, "/held").doOnTerminate(work::close).toFuture();
			Awaitility.await().until(this.server::isHolding);
			CompletableFuture<ShutdownReport> report = CompletableFuture.supplyAsync(application::stop,
					new SimpleAsyncTaskExecutor());
			Awaitility.await().until(() -> application.getCoordinator().getState().isAtLeast(ShutdownState.CLOSING));
			this.server.release();
			assertThat(answer.join()).isEqualTo(HttpStub.ANSWER);
			Witnesses.assertClosed(report.join(), "pool");
		}
	}

	private static Mono<String> call(TestApplication application, String path) {
		return application.getBean(WebClient.class).get().uri(path).retrieve().bodyToMono(String.class);
	}

	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration
	@Import(Witnesses.class)
	static class Application {

		// Nothing would close it: its method is called dispose
		@Bean(destroyMethod = "disposeLater")
		@CloseOnShutdown(order = Witnesses.BETWEEN)
		ConnectionProvider pool() {
			return ConnectionProvider.create("pool", 4);
		}

		@Bean
		WebClient webClient(ConnectionProvider pool, Relay relay) {
			return WebClient.builder()
				.baseUrl("http://127.0.0.1:" + relay.getPort())
				.clientConnector(new ReactorClientHttpConnector(HttpClient.create(pool)))
				.build();
		}

	}

}
