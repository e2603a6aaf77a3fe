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

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.shutdownspringboot.application.ApplicationProcess;
import io.github.shutdownspringboot.application.work.WorkApplication;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a SIGTERM does to background work in an application that runs as a process of its
 * own, with virtual threads where the JVM has them.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
class WorkShutdownIT {

	private static final List<String> WORK = List.of("fixed delay", "fixed rate", "async", "plain", "tracked",
			"thread");

	@TempDir
	private Path directory;

	@Test
	void workFinishesWhatHangsIsInterruptedAndFoundAtTheNextStart() {
		Path unfinished = this.directory.resolve("unfinished.jsonl");
		try (ApplicationProcess application = start(unfinished, "--shutdown.work.timeout=3s", "--hang")) {
			awaitBegun(application, "import");
			application.terminate();
			assertThat(application.awaitExit()).isEqualTo(143);
			assertThat(application.getLog()).contains("Interrupted: import")
				.containsPattern("Stage 'work' timed out after \\S+ s with 1 unfinished: import \\S+ \\(\\S+ s\\)")
				.containsPattern("Unfinished: work import \\S+ \\(\\S+ s\\) on thread")
				.contains("WorkApplication$Worker.hang")
				.contains("Shutdown completed: TIMED_OUT")
				.doesNotContain(" ERROR ", "Exception");
			assertAllFinished(application);
			assertThat(unfinished).content().contains("\"payload\":\"{\\\"file\\\": 7}\"");
		}
		try (ApplicationProcess application = start(unfinished)) {
			awaitBegun(application, "plain");
			assertThat(application.getLog()).contains("Reloaded import with {\"file\": 7}");
			assertThat(unfinished).doesNotExist();
			application.terminate();
			assertThat(application.awaitExit()).isEqualTo(143);
			assertThat(application.getLog()).contains("Shutdown completed: CLEAN")
				.doesNotContain(" ERROR ", " WARN ", "\tat ");
			assertAllFinished(application);
		}
	}

	private ApplicationProcess start(Path unfinished, String... arguments) {
		return ApplicationProcess.startWithoutServer(WorkApplication.class, this.directory,
				Stream
					.concat(Stream.of(arguments),
							Stream.of("--shutdown.work.unfinished-file=" + unfinished,
									"--spring.task.scheduling.pool.size=2", "--spring.task.execution.mode=force"))
					.toArray(String[]::new));
	}

	private static void awaitBegun(ApplicationProcess application, String last) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(application.getLog()).contains("Begun: " + last)
				.contains(WORK.stream().map("Begun: "::concat).toList()));
	}

	private static void assertAllFinished(ApplicationProcess application) {
		assertThat(application.getLog()).contains(WORK.stream().map("Finished: "::concat).toList());
	}

}
