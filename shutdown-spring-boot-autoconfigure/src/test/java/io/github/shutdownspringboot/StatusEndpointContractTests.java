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

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.shutdownspringboot.application.HttpProbe;
import io.github.shutdownspringboot.application.Releasable;
import io.github.shutdownspringboot.application.TestServer;
import io.github.shutdownspringboot.clients.ClientRegistration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The status endpoint over HTTP: wherever it is, and whoever asks.
 */
class StatusEndpointContractTests {

	private ConfigurableApplicationContext context;

	@AfterEach
	void close() {
		if (this.context.isActive()) {
			this.context.getBeanProvider(Releasable.class).ifAvailable(Releasable::release);
		}
		this.context.close();
	}

	@ParameterizedTest
	@EnumSource(TestServer.class)
	void thePlanIsShownOnAManagementPortUnderABasePathOfTheUser(TestServer server) {
		start(server, new Class<?>[] { ClientsConfiguration.class }, "--management.server.port=0",
				"--management.server.address=127.0.0.1", "--management.endpoints.web.base-path=/manage",
				"--management.endpoint.shutdownstatus.show-details=always");
		HttpProbe management = probe("local.management.port");
		JsonNode status = read(management, "/manage/shutdown-status");
		assertThat(status.get("state").asString()).isEqualTo("RUNNING");
		assertThat(status.get("worstCase").asString()).isNotEmpty();
		assertThat(status.get("stages").valueStream().map((stage) -> stage.get("name").asString()))
			.contains("readiness", "requests", "streams", "settle", "work", "clients", "metrics");
		assertThat(status.get("stages").valueStream()).allMatch((stage) -> stage.has("timeout"));
		assertThat(status.get("clients").valueStream().map((client) -> client.get("name").asString()))
			.containsExactly("first", "second");
		assertThat(read(management, "/manage/shutdown-status/history").get("shutdowns")).isEmpty();
		assertThat(probe("local.server.port").get("/manage/shutdown-status").join().statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@EnumSource(TestServer.class)
	void whatAClientHasSentIsNotShownToAnybody(TestServer server) {
		start(server, new Class<?>[0], "--management.endpoint.shutdownstatus.show-details=always");
		HttpProbe probe = probe("local.server.port");
		CompletableFuture<?> request = probe.get("/blocking/4711?token=hush", "Authorization", "Bearer hush");
		Awaitility.await()
			.untilAsserted(() -> assertThat(read(probe, "/actuator/shutdown-status").get("inFlight")).hasSize(1));
		String status = probe.get("/actuator/shutdown-status").join().body();
		assertThat(status).contains("\"path\":\"/blocking/{id}\"", "\"age\":\"PT").doesNotContain("hush", "4711");
		this.context.getBean(Releasable.class).release();
		request.join();
	}

	@Test
	void detailsAreForWhoeverSpringSecurityKnowsInOneOfTheRoles() {
		start(TestServer.TOMCAT,
				new Class<?>[] { ClientsConfiguration.class, SecurityConfiguration.class, UsersConfiguration.class },
				"--management.endpoint.shutdownstatus.show-details=when-authorized",
				"--management.endpoint.shutdownstatus.roles=OPERATOR");
		assertThat(status().has("clients")).isFalse();
		assertThat(status("Authorization", basic("guest")).has("clients")).isFalse();
		assertThat(status("Authorization", basic("operator")).has("clients")).isTrue();
		assertThat(status("Authorization", basic("guest")).get("registeredClients").asInt()).isEqualTo(2);
	}

	@Test
	void withoutRolesDetailsAreForEverybodyWhoSpringSecurityKnows() {
		start(TestServer.TOMCAT,
				new Class<?>[] { ClientsConfiguration.class, SecurityConfiguration.class, UsersConfiguration.class },
				"--management.endpoint.shutdownstatus.show-details=when-authorized");
		assertThat(status().has("clients")).isFalse();
		assertThat(status("Authorization", basic("guest")).has("clients")).isTrue();
	}

	@Test
	void theStatusIsBehindSpringSecurityLikeAnyOtherEndpoint() {
		start(TestServer.TOMCAT, new Class<?>[] { LockedConfiguration.class, UsersConfiguration.class });
		HttpProbe probe = probe("local.server.port");
		for (String path : List.of("/actuator/health", "/actuator/shutdown-status",
				"/actuator/shutdown-status/history")) {
			assertThat(probe.get(path).join().statusCode()).isEqualTo(401);
			assertThat(probe.get(path, "Authorization", basic("guest")).join().statusCode()).isEqualTo(403);
			assertThat(probe.get(path, "Authorization", basic("operator")).join().statusCode()).isEqualTo(200);
		}
		CompletableFuture<?> request = probe.get("/blocking/1");
		Awaitility.await()
			.untilAsserted(() -> assertThat(
					probe.get("/actuator/shutdown-status", "Authorization", basic("operator")).join().body())
				.contains("\"activeRequests\":1"));
		CompletableFuture<Void> closed = TestThreads.run(this.context::close);
		Awaitility.await().untilAsserted(() -> assertThat(probe.get("/quick").join().statusCode()).isEqualTo(503));
		assertThat(probe.get("/actuator/shutdown-status").join().statusCode()).isEqualTo(401);
		assertThat(probe.get("/actuator/shutdown-status", "Authorization", basic("operator")).join().body())
			.contains("DRAINING");
		this.context.getBean(Releasable.class).release();
		request.join();
		assertThat(closed).succeedsWithin(60, TimeUnit.SECONDS);
	}

	private void start(TestServer server, Class<?>[] configurations, String... arguments) {
		this.context = new SpringApplicationBuilder(server.getApplication()).sources(configurations)
			.run(Stream
				.concat(server.getArguments().stream(),
						Stream.concat(Stream.of("--server.port=0", "--server.address=127.0.0.1"), Stream.of(arguments)))
				.toArray(String[]::new));
	}

	private HttpProbe probe(String port) {
		return new HttpProbe(this.context.getEnvironment().getRequiredProperty(port, Integer.class));
	}

	private JsonNode status(String... headers) {
		return JsonMapper.shared()
			.readTree(probe("local.server.port").get("/actuator/shutdown-status", headers).join().body());
	}

	private static JsonNode read(HttpProbe probe, String path) {
		return JsonMapper.shared().readTree(probe.get(path).join().body());
	}

	private static String basic(String user) {
		return "Basic " + Base64.getEncoder().encodeToString((user + ":password").getBytes(StandardCharsets.US_ASCII));
	}

	@Configuration(proxyBeanMethods = false)
	static class ClientsConfiguration {

		@Bean
		ClientRegistration second() {
			return ClientRegistration.of("second", () -> {
			}).order(2);
		}

		@Bean
		ClientRegistration first() {
			return ClientRegistration.of("first", () -> {
			}).order(1);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	static class SecurityConfiguration {

		@Bean
		SecurityFilterChain securityFilterChain(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	static class LockedConfiguration {

		@Bean
		SecurityFilterChain securityFilterChain(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests(
					(requests) -> requests.requestMatchers("/actuator/**").hasRole("OPERATOR").anyRequest().permitAll())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UsersConfiguration {

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("guest").password("{noop}password").roles("GUEST").build(),
					User.withUsername("operator").password("{noop}password").roles("OPERATOR").build());
		}

	}

}
