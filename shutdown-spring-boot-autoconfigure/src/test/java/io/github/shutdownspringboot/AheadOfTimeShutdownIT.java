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
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.application.AheadOfTimeApplication;
import io.github.shutdownspringboot.application.ApplicationProcess;
import io.github.shutdownspringboot.application.Body;
import io.github.shutdownspringboot.application.HttpProbe;
import io.github.shutdownspringboot.application.TestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a SIGTERM does to an application whose beans were prepared ahead of time.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
class AheadOfTimeShutdownIT {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource(TestServer.class)
	void requestsFinishStreamsAreToldGoodbyeAndTheProcessIsGone(TestServer server) {
		AheadOfTimeApplication processed = AheadOfTimeApplication.process(server, this.directory);
		try (ApplicationProcess application = ApplicationProcess.startAheadOfTime(processed, this.directory,
				"--shutdown.requests.excluded-paths=/release",
				"--logging.level.io.github.shutdownspringboot.process=debug")) {
			HttpProbe probe = new HttpProbe(application.getPort());
			CompletableFuture<HttpResponse<String>> stream = probe.get("/sse/emitter");
			CompletableFuture<HttpResponse<String>> request = probe.get("/blocking/1");
			Awaitility.await()
				.untilAsserted(() -> assertThat(probe.status().toString()).contains("\"activeRequests\":1",
						"\"activeStreams\":1"));
			Awaitility.await().until(() -> application.getLog().contains("Warmed up for the shutdown"));
			application.terminate();
			Awaitility.await().until(() -> probe.status().get("state").asString().equals("DRAINING"));
			probe.post("/release");
			assertThat(stream).succeedsWithin(60, TimeUnit.SECONDS)
				.satisfies((response) -> assertThat(response.body())
					.endsWith("data:{\"type\":\"done\",\"reason\":\"shutdown\"}\n\n"));
			assertThat(request).succeedsWithin(60, TimeUnit.SECONDS)
				.satisfies((response) -> assertThat(response.body()).isEqualTo(Body.TEXT));
			assertThat(application.awaitExit()).isEqualTo(143);
			assertThat(application.getLog()).contains("Starting AOT-processed")
				.containsOnlyOnce("Shutdown plan: readiness 0s")
				.containsOnlyOnce("Shutdown started by SIGTERM")
				.containsOnlyOnce("Shutdown completed: CLEAN")
				.doesNotContain(" ERROR ", " WARN ", "\tat ");
		}
		assertThat(processed.getNativeMetadata()).contains("DefaultLifecycleProcessor", "SimpleAsyncTaskScheduler");
	}

}
