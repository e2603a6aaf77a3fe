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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import io.github.shutdownspringboot.application.ApplicationProcess;
import io.github.shutdownspringboot.application.HttpProbe;
import io.github.shutdownspringboot.application.TestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application leaves behind for those who want to know how it stopped.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
class ReportShutdownIT {

	@TempDir
	private Path directory;

	@Test
	void theReportsTellWhatWasCutAndNothingThatAClientHasSent() throws IOException {
		Path picture = this.directory.resolve("report.html");
		Path terminationLog = Files.createFile(this.directory.resolve("termination-log"));
		Path history = this.directory.resolve("history.jsonl");
		try (ApplicationProcess application = ApplicationProcess.start(TestServer.TOMCAT, this.directory,
				"--shutdown.report.file=" + picture, "--shutdown.report.termination-log=" + terminationLog,
				"--shutdown.history.file=" + history, "--shutdown.requests.timeout=1s")) {
			HttpProbe probe = new HttpProbe(application.getPort());
			CompletableFuture<?> request = probe.get("/blocking/4711?token=hush", "Authorization", "Bearer hush");
			Awaitility.await()
				.untilAsserted(() -> assertThat(probe.status().get("activeRequests").asInt()).isEqualTo(1));
			application.terminate();
			assertThat(application.awaitExit()).isEqualTo(143);
			Awaitility.await().until(request::isDone);
			assertThat(application.getLog()).containsPattern("requests +\\| *#+ *\\| +1.\\d+ s TIMED_OUT: 1 pending")
				.doesNotContain("hush", "4711");
		}
		for (Path file : new Path[] { picture, terminationLog, history }) {
			assertThat(file).content().contains("TIMED_OUT", "1 pending").doesNotContain("hush", "4711");
		}
	}

}
