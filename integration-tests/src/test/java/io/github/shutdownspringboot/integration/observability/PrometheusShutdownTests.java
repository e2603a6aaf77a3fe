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

package io.github.shutdownspringboot.integration.observability;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.shutdownspringboot.application.ApplicationProcess;
import io.github.shutdownspringboot.application.Requirement;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Prometheus sees of a shutdown, on a management port and after the next start.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
class PrometheusShutdownTests {

	private final HttpClient client = HttpClient.newHttpClient();

	@TempDir
	private Path directory;

	@BeforeAll
	static void prometheusIsThere() {
		Requirement.program("prometheus", "prometheus");
	}

	@Test
	void theDrainIsSeenWhileItGoesOnAndItsEndAfterTheNextStart() {
		String history = "--shutdown.history.file=" + this.directory.resolve("history.jsonl");
		int managementPort;
		try (ApplicationProcess application = start(0, history, "--shutdown.requests.excluded-paths=/release",
				"--shutdown.requests.timeout=100s", "--shutdown.timeout=110s",
				"--shutdown.termination-grace-period=120s")) {
			managementPort = application.getManagementPort();
			try (PrometheusServer prometheus = PrometheusServer.start(this.directory, managementPort)) {
				watchTheDrain(application, prometheus);
				try (ApplicationProcess next = start(managementPort, history)) {
					lookBack(prometheus);
					next.terminate();
					assertThat(next.awaitExit()).isEqualTo(143);
				}
			}
		}
	}

	private void watchTheDrain(ApplicationProcess application, PrometheusServer prometheus) {
		await().until(() -> prometheus.value("up") == 1);
		CompletableFuture<HttpResponse<String>> held = get(application.getPort(), "/held");
		await().until(() -> prometheus.value("shutdown_requests_active_requests") == 1);
		application.terminate();
		// The end of this stage is the beginning of the drain
		await().until(() -> prometheus
			.value("shutdown_stage_duration_seconds_count{stage=\"readiness\", outcome=\"succeeded\"}") == 1);
		assertThat(get(application.getPort(), "/held").join().statusCode()).isEqualTo(503);
		await().until(() -> prometheus.value("shutdown_requests_rejected_requests_total") == 1);
		assertThat(prometheus.value("shutdown_stage_pending{stage=\"requests\"}")).isOne();
		assertThat(get(application.getPort(), "/release").join().statusCode()).isEqualTo(200);
		assertThat(held.join().body()).isEqualTo("answer");
		assertThat(application.awaitExit()).isEqualTo(143);
		await().until(() -> prometheus.value("up") == 0);
	}

	private static void lookBack(PrometheusServer prometheus) {
		await()
			.until(() -> prometheus.value("shutdown_previous_shutdowns{outcome=\"clean\", trigger=\"SIGTERM\"}") == 1);
		assertThat(prometheus.value("shutdown_previous_duration_seconds")).isPositive();
		assertThat(prometheus.value("shutdown_history_shutdowns_total{outcome=\"clean\"}")).isOne();
		assertThat(OperatorDocuments.dashboardQueries())
			.allSatisfy((query) -> assertThat(prometheus.query(query)).as(query).isNotEmpty());
		assertThat(OperatorDocuments.alertQueries())
			.allSatisfy((query) -> assertThat(prometheus.query(query)).as(query).isEmpty());
	}

	private ApplicationProcess start(int managementPort, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--server.port=0", "--server.address=127.0.0.1",
				"--management.server.port=" + managementPort, "--management.server.address=127.0.0.1",
				"--management.endpoints.web.exposure.include=prometheus",
				"--management.otlp.metrics.export.enabled=false",
				// What is traced has exemplars, which not all that is measured may have
				"--management.tracing.sampling.probability=1.0",
				// Tells the ports
				"--logging.level.org.springframework.boot.tomcat=info"));
		all.addAll(List.of(arguments));
		return ApplicationProcess.start(ObservedApplication.class, this.directory, all.toArray(String[]::new));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofMinutes(1));
	}

	private CompletableFuture<HttpResponse<String>> get(int port, String path) {
		return this.client.sendAsync(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
				HttpResponse.BodyHandlers.ofString());
	}

}
