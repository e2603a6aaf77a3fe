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
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.github.shutdownspringboot.application.CorsWay;
import io.github.shutdownspringboot.application.TestServer;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds on every server: who is refused gets to see it, a page of another origin
 * too.
 */
@ParameterizedClass
@EnumSource(TestServer.class)
@ExtendWith(OutputCaptureExtension.class)
class RefusalContractTests {

	private static final String FORBIDDEN_ORIGIN = "https://forbidden.example";

	@Parameter
	private TestServer server;

	private DrainingApplication application;

	@AfterEach
	void close() {
		if (this.application != null) {
			this.application.close();
		}
	}

	@ParameterizedTest
	@EnumSource(CorsWay.class)
	void aPageOfAnotherOriginMayReadARefusal(CorsWay way, CapturedOutput output) {
		start(way.getConfigurations(this.server));
		Map<String, String> served = corsHeaders(get(way, CorsWay.ALLOWED_ORIGIN));
		assertThat(served).containsEntry("access-control-allow-origin", CorsWay.ALLOWED_ORIGIN);
		this.application.drain();

		HttpResponse<String> refused = get(way, CorsWay.ALLOWED_ORIGIN);
		assertThat(refused.statusCode()).isEqualTo(503);
		assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
		assertThat(refused.headers().firstValue("Connection")).hasValue("close");
		assertThat(refused.body()).contains("\"status\":503");
		assertThat(corsHeaders(refused)).isEqualTo(served);

		HttpResponse<String> lateStream = this.application.getProbe()
			.get(way.getPath(), "Origin", CorsWay.ALLOWED_ORIGIN, "Accept", "text/event-stream")
			.join();
		assertThat(lateStream.statusCode()).isEqualTo(200);
		assertThat(lateStream.body()).startsWith("retry:1000\n\n");
		assertThat(corsHeaders(lateStream)).isEqualTo(served);

		assertThat(this.application.getBean(MeterRegistry.class)
			.find("http.server.requests")
			.tag("status", "503")
			.timers()).isEmpty();
		this.application.release();
		assertThat(output).contains("Shutdown completed: CLEAN").doesNotContain(" ERROR ", " WARN ");
	}

	@ParameterizedTest
	@EnumSource(CorsWay.class)
	void aPageOfAForbiddenOriginMayNot(CorsWay way) {
		start(way.getConfigurations(this.server));
		assertThat(get(way, FORBIDDEN_ORIGIN).statusCode()).isEqualTo(403);
		this.application.drain();
		HttpResponse<String> refused = get(way, FORBIDDEN_ORIGIN);
		assertThat(refused.statusCode()).isEqualTo(503);
		assertThat(refused.body()).contains("\"status\":503");
		assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
		this.application.release();
	}

	@ParameterizedTest
	@EnumSource(CorsWay.class)
	void aPreflightIsAnsweredAsEver(CorsWay way) {
		start(way.getConfigurations(this.server));
		HttpResponse<String> allowed = preflight(way, CorsWay.ALLOWED_ORIGIN);
		HttpResponse<String> forbidden = preflight(way, FORBIDDEN_ORIGIN);
		this.application.drain();
		assertThat(preflight(way, CorsWay.ALLOWED_ORIGIN)).satisfies((whileDraining) -> {
			assertThat(whileDraining.statusCode()).isEqualTo(allowed.statusCode()).isEqualTo(200);
			assertThat(corsHeaders(whileDraining)).isEqualTo(corsHeaders(allowed))
				.containsEntry("access-control-allow-origin", CorsWay.ALLOWED_ORIGIN);
		});
		assertThat(preflight(way, FORBIDDEN_ORIGIN)).satisfies((whileDraining) -> {
			assertThat(whileDraining.statusCode()).isEqualTo(forbidden.statusCode()).isEqualTo(403);
			assertThat(corsHeaders(whileDraining)).isEqualTo(corsHeaders(forbidden));
		});
		this.application.release();
	}

	@Test
	void whoTellsNoOriginGetsNoHeadersForOrigins() {
		start(CorsWay.FILTER.getConfigurations(this.server));
		this.application.drain();
		HttpResponse<String> refused = this.application.getProbe().get(CorsWay.FILTER.getPath()).join();
		assertThat(refused.statusCode()).isEqualTo(503);
		assertThat(corsHeaders(refused)).isEmpty();
		this.application.release();
	}

	@Test
	void whatIsNotAllowedToAnyOriginIsRefusedLikeEverythingElse() {
		start(List.of());
		this.application.drain();
		HttpResponse<String> refused = get(CorsWay.MAPPING, CorsWay.ALLOWED_ORIGIN);
		assertThat(refused.statusCode()).isEqualTo(503);
		assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
		HttpResponse<String> wrongMethod = this.application.getProbe()
			.get("/upload", "Origin", CorsWay.ALLOWED_ORIGIN)
			.join();
		assertThat(wrongMethod.statusCode()).isEqualTo(503);
		this.application.release();
	}

	@Test
	void originsAreKnownBelowABasePathToo() {
		start(List.of(), "--server.servlet.context-path=/app", "--spring.webflux.base-path=/app");
		this.application.drain("/app");
		HttpResponse<String> refused = this.application.getProbe()
			.get("/app" + CorsWay.ANNOTATION.getPath(), "Origin", CorsWay.ALLOWED_ORIGIN)
			.join();
		assertThat(refused.statusCode()).isEqualTo(503);
		assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).hasValue(CorsWay.ALLOWED_ORIGIN);
		this.application.release();
	}

	private void start(List<Class<?>> configurations, String... arguments) {
		this.application = DrainingApplication.start(this.server, configurations, arguments);
	}

	private HttpResponse<String> get(CorsWay way, String origin) {
		return this.application.getProbe().get(way.getPath(), "Origin", origin).join();
	}

	private HttpResponse<String> preflight(CorsWay way, String origin) {
		HttpRequest request = HttpRequest.newBuilder(uri(way.getPath()))
			.method("OPTIONS", HttpRequest.BodyPublishers.noBody())
			.headers("Origin", origin, "Access-Control-Request-Method", "GET")
			.timeout(Duration.ofSeconds(60))
			.build();
		return HttpClient.newHttpClient().sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
	}

	/**
	 * What a browser looks at to find out what a page may see.
	 * @param response the response
	 * @return headers
	 */
	private static Map<String, String> corsHeaders(HttpResponse<?> response) {
		Map<String, String> headers = new TreeMap<>();
		response.headers().map().forEach((name, values) -> {
			String lowerCase = name.toLowerCase(Locale.ROOT);
			if (lowerCase.startsWith("access-control-") || lowerCase.equals("vary")) {
				headers.put(lowerCase, String.join(",", values));
			}
		});
		return headers;
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.application.getPort() + path);
	}

}
