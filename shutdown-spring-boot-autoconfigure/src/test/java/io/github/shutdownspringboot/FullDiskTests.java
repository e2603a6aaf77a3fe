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
import java.util.stream.Stream;

import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.history.HistoryAutoConfiguration;
import io.github.shutdownspringboot.report.ReportAutoConfiguration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What is written at the end of a shutdown, on a disk that has no room for it.
 */
@ExtendWith(OutputCaptureExtension.class)
class FullDiskTests {

	private static final Path FULL = Path.of("/dev/full");

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ShutdownCoordinatorAutoConfiguration.class,
				HistoryAutoConfiguration.class, ReportAutoConfiguration.class));

	@TempDir
	private Path directory;

	@BeforeAll
	static void thereIsADiskThatIsFull() {
		assumeTrue(Files.isWritable(FULL), "There is no " + FULL);
	}

	@Test
	void aFullDiskLeavesTheHistoryAsItWasAndIsOneWarning(CapturedOutput output) throws IOException {
		Path history = Files.writeString(this.directory.resolve("history.jsonl"), "\n");
		fill(history);
		assertUndisturbed("shutdown.history.file=" + history);
		assertThat(history).hasContent("\n");
		assertThat(written(history)).doesNotExist();
		assertWarnedOnce(output, "The shutdown history could not be written");
	}

	@Test
	void aFullDiskTakesNoMarkOfTheRunAndTheNextOneDoesNotTakeThatForACrash(CapturedOutput output) throws IOException {
		Path history = this.directory.resolve("history.jsonl");
		Path marker = this.directory.resolve("history.jsonl.running");
		fill(marker);
		this.contextRunner.withPropertyValues("shutdown.history.file=" + history).run((context) -> {
			assertThat(marker).doesNotExist();
			context.close();
		});
		assertThat(history).content().contains("CLEAN");
		assertWarnedOnce(output, "A crash of this application will not be noticed");
	}

	@Test
	void aFullDiskTakesNoReportAndIsOneWarning(CapturedOutput output) throws IOException {
		Path report = this.directory.resolve("report.html");
		fill(report);
		assertUndisturbed("shutdown.report.file=" + report);
		assertThat(report).doesNotExist();
		assertThat(written(report)).doesNotExist();
		assertWarnedOnce(output, "The report of the shutdown could not be kept");
	}

	@Test
	void aTerminationLogThatTakesNothingIsOneWarning(CapturedOutput output) {
		assertUndisturbed("shutdown.report.termination-log=" + FULL);
		assertWarnedOnce(output, "The report of the shutdown could not be kept");
	}

	/**
	 * See to it that there is no room for what is about to replace a file.
	 * @param file the file
	 * @throws IOException if that fails
	 */
	private static void fill(Path file) throws IOException {
		Files.createSymbolicLink(written(file), FULL);
	}

	private static Path written(Path file) {
		return file.resolveSibling(file.getFileName() + ".tmp");
	}

	private void assertUndisturbed(String property) {
		this.contextRunner.withPropertyValues(property).run((context) -> {
			ShutdownCoordinator coordinator = context.getBean(ShutdownCoordinator.class);
			context.close();
			assertThat(coordinator.getReport().outcome()).isEqualTo(ShutdownOutcome.CLEAN);
		});
	}

	private static void assertWarnedOnce(CapturedOutput output, String warning) {
		assertThat(output.toString().lines().filter((line) -> Stream.of(" WARN ", " ERROR ").anyMatch(line::contains)))
			.singleElement()
			.asString()
			.contains(warning, "No space left on device");
	}

}
