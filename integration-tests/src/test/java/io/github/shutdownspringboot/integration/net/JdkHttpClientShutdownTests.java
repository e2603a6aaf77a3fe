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

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.github.shutdownspringboot.clients.ClientRegistration;
import io.github.shutdownspringboot.clients.CloseOnShutdown;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The connections of an {@link HttpClient} of the JDK. It can be closed since Java 21.
 */
class JdkHttpClientShutdownTests {

	private final HttpStub server = new HttpStub();

	private final Relay relay = new Relay(this.server.getPort());

	@AfterEach
	void closeServer() throws Exception {
		this.relay.close();
		this.server.close();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void itsConnectionsAreClosed() {
		try (TestApplication application = TestApplication.start(Application.class, this.relay)) {
			CompletableFuture<HttpResponse<String>> answer = call(application.getBean(HttpClient.class), "/");
			assertThat(answer.join().body()).isEqualTo(HttpStub.ANSWER);
			ShutdownReport.Client client = Witnesses.assertClosed(application.stop(), "httpClient");
			assertThat(client.message()).isNull();
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void aCallThatDoesNotEndIsCut() {
		try (TestApplication application = TestApplication.start(Application.class, this.relay)) {
			CompletableFuture<HttpResponse<String>> answer = call(application.getBean(HttpClient.class), "/held");
			Awaitility.await().until(this.server::isHolding);
			ShutdownReport.Client client = Witnesses.assertClosed(application.stop(), "httpClient");
			assertThat(client.message()).startsWith("close() did not end in time").endsWith("closed by shutdownNow()");
			assertThat(answer).failsWithin(Witnesses.SOON);
		}
	}

	@Test
	@EnabledForJreRange(max = JRE.JAVA_20)
	void beforeJava21ItCannotBeClosed() {
		assertThatException().isThrownBy(() -> TestApplication.start(Application.class, this.relay))
			.withMessageContaining("'httpClient' is annotated with @CloseOnShutdown, but has no method that closes it");
	}

	@Test
	void itsConnectionsAreClosedWhenNobodyHoldsItAnyMore() {
		try (TestApplication application = TestApplication.start(LettingGoApplication.class, this.relay)) {
			assertThat(application.getBean(LettingGo.class).call("/")).isEqualTo(HttpStub.ANSWER);
			Witnesses.assertClosed(application.stop(), "httpClient");
		}
	}

	private CompletableFuture<HttpResponse<String>> call(HttpClient client, String path) {
		return client.sendAsync(request(this.relay, path), HttpResponse.BodyHandlers.ofString());
	}

	private static HttpRequest request(Relay relay, String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + relay.getPort() + path)).build();
	}

	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration
	@Import(Witnesses.class)
	static class Application {

		@Bean
		@CloseOnShutdown(order = Witnesses.BETWEEN, timeout = "3s")
		HttpClient httpClient() {
			return HttpClient.newHttpClient();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration
	@Import(Witnesses.class)
	static class LettingGoApplication {

		@Bean
		LettingGo lettingGo(Relay relay) {
			return new LettingGo(relay);
		}

		@Bean
		ClientRegistration httpClient(LettingGo lettingGo) {
			// The thread of the client looks every three seconds whether it is needed
			return ClientRegistration.of("httpClient", lettingGo::close)
				.order(Witnesses.BETWEEN)
				.timeout(Duration.ofSeconds(8));
		}

	}

	/**
	 * What can be done on Java 17: the client ends its thread and its connections when it
	 * was collected as garbage.
	 */
	static class LettingGo {

		private final Relay relay;

		private final AtomicReference<HttpClient> client = new AtomicReference<>(HttpClient.newHttpClient());

		LettingGo(Relay relay) {
			this.relay = relay;
		}

		String call(String path) {
			return this.client.get()
				.sendAsync(request(this.relay, path), HttpResponse.BodyHandlers.ofString())
				.join()
				.body();
		}

		void close() {
			this.client.set(null);
			// Sooner than the garbage collector would by itself
			Awaitility.await().until(() -> {
				System.gc();
				return this.relay.getOpen() == 0;
			});
		}

	}

}
