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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.shutdownspringboot.application.HttpProbe;
import io.github.shutdownspringboot.application.TestServer;
import io.github.shutdownspringboot.application.fleet.FleetApplication;
import io.github.shutdownspringboot.coordinator.StatusContributor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a request when Spring Boot pauses Tomcat in the middle of its head.
 */
class TomcatPauseTests {

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void aRequestWhoseFirstLineHasBeenReadIsRefusedAsAnyOther(String type) {
		try (ConfigurableApplicationContext context = start(type)) {
			TomcatWebServer server = (TomcatWebServer) ((WebServerApplicationContext) context).getWebServer();
			assertThat(server).isNotNull();
			HttpProbe probe = new HttpProbe(server.getPort());
			((PausingProtocol) server.getTomcat().getConnector().getProtocolHandler()).pauseAfterTheNextFirstLine();
			CompletableFuture<HttpResponse<String>> refused = probe.get("/quick");
			assertThat(refused).succeedsWithin(30, TimeUnit.SECONDS).satisfies((response) -> {
				assertThat(response.statusCode()).isEqualTo(503);
				assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
				assertThat(response.headers().firstValue("Connection")).hasValue("close");
				assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
				assertThat(response.body()).contains("Server shutdown in progress");
			});
			assertThat(context.getBeanProvider(StatusContributor.class)
				.stream()
				.map((contributor) -> contributor.getCounts().get("rejectedRequests"))).contains(1L);
		}
	}

	private static ConfigurableApplicationContext start(String type) {
		List<String> arguments = new ArrayList<>(TestServer.TOMCAT.getArguments());
		arguments.replaceAll((argument) -> argument.startsWith("--spring.main.web-application-type=")
				? "--spring.main.web-application-type=" + type : argument);
		arguments.addAll(List.of("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off",
				"--org.springframework.boot.test.context.SpringBootTestContextBootstrapper=true"));
		return new SpringApplication(FleetApplication.class, PausingConfiguration.class)
			.run(arguments.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	static class PausingConfiguration {

		@Bean
		WebServerFactoryCustomizer<TomcatWebServerFactory> pausingProtocolCustomizer() {
			return (factory) -> factory.setProtocol(PausingProtocol.class.getName());
		}

	}

	/**
	 * Tomcat asks before it reads a request and again when it has the first line: between
	 * the two the connector is paused. No other request may come before, since Tomcat
	 * asks once more when it has answered.
	 */
	public static final class PausingProtocol extends Http11NioProtocol {

		private final AtomicInteger notYet = new AtomicInteger(-1);

		void pauseAfterTheNextFirstLine() {
			this.notYet.set(1);
		}

		@Override
		public boolean isPaused() {
			return (this.notYet.get() < 0) ? super.isPaused()
					: this.notYet.getAndUpdate((left) -> Math.max(0, left - 1)) == 0;
		}

	}

}
