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

package io.github.shutdownspringboot.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;

import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.coordinator.ShutdownListener;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TerminationLog} and where it goes.
 */
class TerminationLogTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(ShutdownCoordinatorAutoConfiguration.class, ReportAutoConfiguration.class));

	@TempDir
	private Path directory;

	@Test
	void theSummaryReplacesWhatWasThere() throws IOException {
		Path file = Files.writeString(this.directory.resolve("log"), "x".repeat(9000));
		new TerminationLog(file).keep(TestReports.eventful("late"));
		assertThat(Files.readString(file)).startsWith("Shutdown FAILED after 12.480 s, started by SIGTERM, id 0c2ed6b6")
			.contains("requests  |", "TIMED_OUT: 2 unfinished: import 66b34ba1-7 (12.203 s)", "client late FAILED: its",
					"  unfinished import late (12.203 s) on thread 'pool-late'");
		assertThat(Files.size(file)).isLessThan(4096);
	}

	@Test
	void itIsNoLongerThanKubernetesTakesAndSaysThatThereIsMore() throws IOException {
		Path file = Files.createFile(this.directory.resolve("log"));
		ShutdownReport report = TestReports.eventful("é中😀".repeat(2000));
		new TerminationLog(file).keep(new ShutdownReport(report.state(), report.outcome(), report.shutdownId(),
				report.trigger(), report.startedAt(), report.elapsed(), report.remaining(), report.worstCase(),
				report.stages(), report.clients(), Collections.nCopies(20, report.unfinished().get(0))));
		byte[] bytes = Files.readAllBytes(file);
		assertThat(bytes.length).isBetween(3000, 4096);
		String text = new String(bytes, StandardCharsets.UTF_8);
		assertThat(text.getBytes(StandardCharsets.UTF_8)).isEqualTo(bytes);
		assertThat(text).endsWith("\n  ...\n").contains("TIMED_OUT: 2 unfinished");
	}

	@Test
	void whereThereIsNoSuchFileNoneIsMade() throws IOException {
		Path file = this.directory.resolve("log");
		new TerminationLog(file).keep(TestReports.clean());
		assertThat(file).doesNotExist();
	}

	@Test
	void itIsForKubernetesUnlessTheUserHasSetIt() throws IOException {
		this.contextRunner.run((context) -> assertThat(context.getBean("shutdownTerminationLog"))
			.isNotInstanceOf(TerminationLog.class));
		this.contextRunner.withPropertyValues("spring.main.cloud-platform=kubernetes")
			.run((context) -> assertThat(context.getBean("shutdownTerminationLog")).isInstanceOf(TerminationLog.class));
		this.contextRunner
			.withPropertyValues("spring.main.cloud-platform=kubernetes", "shutdown.report.termination-log=never")
			.run((context) -> assertThat(context.getBean("shutdownTerminationLog"))
				.isNotInstanceOf(TerminationLog.class));
		Path file = Files.createFile(this.directory.resolve("log"));
		this.contextRunner.withPropertyValues("shutdown.report.termination-log=" + file)
			.run((context) -> context.close());
		assertThat(file).content().startsWith("Shutdown CLEAN after");
	}

	@Test
	void whatIsInFlightIsLookedAtBeforeAListenerThatMayBlockHearsOfTheShutdown() {
		this.contextRunner.withBean(ShutdownListener.class, () -> new ShutdownListener() {
		})
			.withPropertyValues("shutdown.report.file=" + this.directory.resolve("report.html"))
			.run((context) -> assertThat(context.getBeanProvider(ShutdownListener.class).orderedStream()).first()
				.isInstanceOf(CountsRecorder.class));
	}

	@Test
	void aPictureIsWrittenIfTheUserWantsOne() {
		Path file = this.directory.resolve("new/report.html");
		this.contextRunner.withPropertyValues("shutdown.report.file=" + file).run((context) -> context.close());
		assertThat(file).content().contains("Shutdown CLEAN after", "<svg ");
	}

}
