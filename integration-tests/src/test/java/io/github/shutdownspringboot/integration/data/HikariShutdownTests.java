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

package io.github.shutdownspringboot.integration.data;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import com.zaxxer.hikari.HikariDataSource;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection pool on a real PostgreSQL.
 */
class HikariShutdownTests {

	@Test
	@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "There is a PostgreSQL for this one only")
	void aRequestInFlightGetsItsConnectionAndThePoolClosesAfterIt() throws IOException {
		try (EmbeddedPostgres postgres = Databases.startPostgres()) {
			stopWithARequestInFlight(Application.class,
					"--spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/postgres".formatted(postgres.getPort()),
					"--spring.datasource.username=postgres");
		}
	}

	private static void stopWithARequestInFlight(Class<?> application, String... arguments) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(application)
			.properties("server.port=0", "server.address=127.0.0.1",
					"spring.datasource.hikari.data-source-properties.ApplicationName=" + Application.POOL,
					Application.closingOrder("dataSource"))
			.run(arguments)) {
			ShutdownCoordinator coordinator = context.getBean(ShutdownCoordinator.class);
			HikariDataSource pool = context.getBean(HikariDataSource.class);
			Reports reports = context.getBean(Reports.class);
			CompletableFuture<HttpResponse<String>> response = requestReport(context);
			reports.awaitRequest();

			CompletableFuture<Void> closing = CompletableFuture.runAsync(context::close, new SimpleAsyncTaskExecutor());
			Awaitility.await().until(() -> coordinator.getState() == ShutdownState.DRAINING);
			assertThat(pool.isClosed()).isFalse();
			reports.proceed();

			assertThat(response.join().body()).isEqualTo("from the database");
			closing.join();
			assertThat(pool.isClosed()).isTrue();
			Application.assertClosedInOrder(coordinator.getReport(), "dataSource");
		}
	}

	private static CompletableFuture<HttpResponse<String>> requestReport(ConfigurableApplicationContext context) {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/report")).build();
		return HttpClient.newHttpClient().sendAsync(request, HttpResponse.BodyHandlers.ofString());
	}

	/**
	 * Spring starts the container and stops it as one of the last beans.
	 */
	@Nested
	@Testcontainers(disabledWithoutDocker = true)
	class InContainer {

		@Test
		void aRequestInFlightGetsItsConnectionAndThePoolClosesAfterIt() {
			stopWithARequestInFlight(ApplicationWithContainer.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ StarterAutoConfigurations.class, Reports.class })
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
			JdbcClientAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class,
			DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class,
			HttpMessageConvertersAutoConfiguration.class })
	static class Application extends WitnessedApplication {

		static final String POOL = "pool";

		Application(JdbcConnectionDetails postgres) {
			super(() -> countConnections(postgres));
		}

		private static int countConnections(JdbcConnectionDetails postgres) throws SQLException {
			try (Connection connection = DriverManager.getConnection(postgres.getJdbcUrl(), postgres.getUsername(),
					postgres.getPassword());
					ResultSet count = connection.createStatement()
						.executeQuery(
								"select count(*) from pg_stat_activity where application_name = '" + POOL + "'")) {
				count.next();
				return count.getInt(1);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Application.class)
	@ImportAutoConfiguration(ServiceConnectionAutoConfiguration.class)
	static class ApplicationWithContainer {

		@Bean
		@ServiceConnection
		PostgreSQLContainer postgres() {
			return new PostgreSQLContainer("postgres:18-alpine");
		}

	}

	/**
	 * Asks the database, but not before it is told to.
	 */
	@RestController
	static class Reports {

		private final JdbcClient database;

		private final CountDownLatch arrived = new CountDownLatch(1);

		private final CountDownLatch proceed = new CountDownLatch(1);

		Reports(JdbcClient database) {
			this.database = database;
		}

		@GetMapping("/report")
		String getReport() throws InterruptedException {
			this.arrived.countDown();
			this.proceed.await();
			return this.database.sql("select 'from the database'").query(String.class).single();
		}

		void awaitRequest() {
			Awaitility.await().until(() -> this.arrived.getCount() == 0);
		}

		void proceed() {
			this.proceed.countDown();
		}

	}

}
