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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.application.Requirement;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The Prometheus of the machine, on loopback, with the alerts of the documentation. It
 * scrapes one application five times a second.
 */
final class PrometheusServer implements AutoCloseable {

	private final HttpClient client = HttpClient.newHttpClient();

	private final Process process;

	private final int port;

	private PrometheusServer(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	/**
	 * Start the server, and wait until it answers.
	 * @param directory where its data are
	 * @param target the management port of the application
	 * @return the server
	 */
	static PrometheusServer start(Path directory, int target) {
		Path program = Requirement.program("prometheus", "prometheus");
		int port = findPort();
		try {
			Path configuration = Files.writeString(directory.resolve("prometheus.yml"), """
					global: { scrape_interval: 200ms, evaluation_interval: 1s }
					rule_files: [ "%s" ]
					scrape_configs:
					  - job_name: observed
					    metrics_path: /actuator/prometheus
					    static_configs: [ { targets: [ "127.0.0.1:%d" ] } ]
					""".formatted(OperatorDocuments.ALERTS.toRealPath(), target));
			PrometheusServer server = new PrometheusServer(new ProcessBuilder(program.toString(),
					"--config.file=" + configuration, "--storage.tsdb.path=" + directory.resolve("data"),
					"--web.listen-address=127.0.0.1:" + port)
				.redirectErrorStream(true)
				.redirectOutput(directory.resolve("prometheus.log").toFile())
				.start(), port);
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.ignoreExceptions()
				.until(() -> server.get("/-/ready").statusCode() == 200);
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int findPort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Ask for the present value of something that is one number.
	 * @param query the query
	 * @return the number, {@code NaN} if there is none
	 */
	double value(String query) {
		JsonNode result = query(query);
		return result.isEmpty() ? Double.NaN : Double.parseDouble(result.get(0).get("value").get(1).asString());
	}

	/**
	 * Ask for something.
	 * @param query the query
	 * @return what Prometheus knows, fails if it does not understand the query
	 */
	JsonNode query(String query) {
		HttpResponse<String> response = get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
		if (response.statusCode() != 200) {
			throw new IllegalArgumentException(query + ": " + response.body());
		}
		return JsonMapper.shared().readTree(response.body()).get("data").get("result");
	}

	private HttpResponse<String> get(String path) {
		try {
			return this.client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path)).build(),
					HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
