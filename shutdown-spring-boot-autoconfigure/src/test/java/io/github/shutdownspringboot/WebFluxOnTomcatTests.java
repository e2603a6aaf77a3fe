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

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.application.HttpProbe;
import io.github.shutdownspringboot.application.TestServer;
import io.github.shutdownspringboot.application.webflux.WebFluxApplication;
import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import org.apache.tomcat.websocket.server.WsSci;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.tomcat.reactive.TomcatReactiveWebServerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.StandardWebSocketUpgradeStrategy;
import org.springframework.web.server.WebHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a reactive application does on a server that is not Netty, where no handler of the
 * connection helps it.
 */
class WebFluxOnTomcatTests {

	@Test
	void connectionsAreClosedAfterTheResponseOnlyIfItDoesNotNeedThem() {
		ConfigurableApplicationContext context = start();
		HttpProbe probe = new HttpProbe(((WebServerApplicationContext) context).getWebServer().getPort());
		assertThat(probe.get("/quick").join().headers().map()).doesNotContainEntry("connection", List.of("close"));
		CompletableFuture<Void> closed = TestThreads.run(context::close);
		Awaitility.await()
			.untilAsserted(() -> assertThat(probe.status().get("state").asString()).isEqualTo("DELAYING"));
		for (String path : List.of("/quick", "/nothing", "/failing", "/actuator/health/liveness")) {
			assertThat(probe.get(path).join().headers().firstValue("Connection")).as(path).hasValue("close");
		}
		HttpResponse<String> stream = probe.get("/sse/finite?count=1", "Accept", "text/event-stream").join();
		assertThat(stream.headers().map()).containsEntry("transfer-encoding", List.of("chunked"))
			.doesNotContainKey("connection");
		WebSocket webSocket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create("ws://127.0.0.1:" + probe.getPort() + "/ws"), new WebSocket.Listener() {
			})
			.join();
		webSocket.abort();
		context.getBean(ManualShutdownClock.class).advance(Duration.ofSeconds(5));
		assertThat(closed).succeedsWithin(30, TimeUnit.SECONDS);
	}

	private static ConfigurableApplicationContext start() {
		List<String> arguments = new ArrayList<>(TestServer.NETTY.getArguments());
		arguments.addAll(List.of("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off",
				"--shutdown.readiness.delay=5s",
				"--org.springframework.boot.test.context.SpringBootTestContextBootstrapper=true"));
		return new SpringApplication(WebFluxApplication.class, TomcatServer.class)
			.run(arguments.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	static class TomcatServer {

		@Bean
		HandlerMapping tomcatWebSockets() {
			WebSocketService service = new HandshakeWebSocketService(new StandardWebSocketUpgradeStrategy());
			WebHandler handler = (exchange) -> service.handleRequest(exchange, (session) -> session.receive().then());
			return new SimpleUrlHandlerMapping(Map.of("/ws", handler), Ordered.HIGHEST_PRECEDENCE);
		}

		@Bean
		TomcatReactiveWebServerFactory tomcat() {
			TomcatReactiveWebServerFactory factory = new TomcatReactiveWebServerFactory();
			factory.addContextCustomizers(
					(context) -> context.addServletContainerInitializer(new WsSci(), Collections.emptySet()));
			return factory;
		}

		@Bean
		ManualShutdownClock shutdownClock() {
			return new ManualShutdownClock();
		}

	}

}
