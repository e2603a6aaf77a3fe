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

package io.github.shutdownspringboot.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.shutdownspringboot.coordinator.Measurement;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.StatusContributor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link HistoryAutoConfiguration} and {@link HistoryRecorder}.
 */
@ExtendWith(OutputCaptureExtension.class)
class HistoryAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(ShutdownCoordinatorAutoConfiguration.class, HistoryAutoConfiguration.class));

	@TempDir
	private Path directory;

	@Test
	void byDefaultTheHistoryIsInMemory() {
		this.contextRunner.run((context) -> {
			ShutdownHistory history = context.getBean(ShutdownHistory.class);
			assertThat(history).isInstanceOf(InMemoryShutdownHistory.class);
			context.close();
			assertThat(history.getEntries()).singleElement().satisfies((entry) -> {
				assertThat(entry.outcome()).isEqualTo(ShutdownOutcome.CLEAN);
				assertThat(entry.endedAt()).isEqualTo(entry.startedAt().plus(entry.duration()));
			});
		});
	}

	@Test
	void theNextRunKnowsHowTheOneBeforeItEnded() {
		ApplicationContextRunner runner = inFile();
		runner.run((context) -> {
			assertThat(summaries(context)).isEmpty();
			assertThat(measurement(context, "shutdown.previous")).isEmpty();
			assertThat(marker()).exists();
		});
		assertThat(marker()).doesNotExist();
		runner.run((context) -> {
			assertThat(summaries(context)).containsOnlyKeys("previous");
			assertThat(summaries(context).get("previous"))
				.contains(entry("outcome", "CLEAN"), entry("trigger", "CONTEXT_CLOSE"))
				.containsKeys("duration", "endedAt");
			assertThat(measurement(context, "shutdown.previous")).singleElement().satisfies((previous) -> {
				assertThat(previous.value().getAsLong()).isOne();
				assertThat(previous.tags()).isEqualTo(Map.of("outcome", "clean", "trigger", "CONTEXT_CLOSE"));
			});
			assertThat(measurement(context, "shutdown.previous.duration")).hasSize(1);
			assertThat(measurement(context, "shutdown.history")).hasSize(ShutdownOutcome.values().length)
				.allSatisfy((outcome) -> assertThat(outcome.value().getAsLong())
					.isEqualTo(outcome.tags().get("outcome").equals("clean") ? 1 : 0));
		});
	}

	@Test
	void aRunThatLeftItsMarkHasCrashed() throws IOException {
		Files.writeString(marker(), "1 2001-01-01T00:00:00Z\n");
		inFile().run((context) -> {
			assertThat(summaries(context).get("previous")).contains(entry("outcome", "CRASHED"))
				.doesNotContainKeys("trigger", "duration");
			assertThat(measurement(context, "shutdown.previous")).singleElement()
				.satisfies((previous) -> assertThat(previous.tags())
					.isEqualTo(Map.of("outcome", "crashed", "trigger", "none")));
			assertThat(measurement(context, "shutdown.previous.duration")).isEmpty();
		});
		inFile().run((context) -> assertThat(context.getBean(ShutdownHistory.class).getEntries())
			.extracting(ShutdownHistory.Entry::outcome)
			.containsExactly(ShutdownOutcome.CLEAN, ShutdownOutcome.CRASHED));
	}

	@Test
	void anApplicationThatNeverCameUpHasNotCrashed() {
		inFile().withBean("failing", Object.class, () -> {
			throw new IllegalStateException("no");
		}).run((context) -> assertThat(context).hasFailed());
		assertThat(marker()).doesNotExist();
	}

	@Test
	void aDirectoryThatCannotBeWrittenDisturbsNothing(CapturedOutput output) throws IOException {
		Path file = Files.createFile(this.directory.resolve("file")).resolve("history.jsonl");
		this.contextRunner.withPropertyValues("shutdown.history.file=" + file).run((context) -> {
			assertThat(context).hasNotFailed();
			context.close();
		});
		assertThat(output).contains("Shutdown completed: CLEAN")
			.contains("The shutdown history could not be written")
			.doesNotContain("\tat ");
	}

	@Test
	void theHistoryMayBeKeptElsewhere() {
		ShutdownHistory own = mock(ShutdownHistory.class);
		given(own.getEntries()).willReturn(List.of());
		this.contextRunner.withBean(ShutdownHistory.class, () -> own)
			.run((context) -> assertThat(context).hasSingleBean(ShutdownHistory.class));
	}

	@Test
	void thePageShowsFailuresToTheAuthorizedOnly() throws IOException {
		Files.writeString(file(),
				"{\"outcome\":\"FAILED\",\"trigger\":\"SIGTERM\",\"endedAt\":\"2026-01-01T00:00:00Z\",\"stages\":"
						+ "[{\"name\":\"work\",\"state\":\"FAILED\",\"pending\":2,\"failure\":\"secret\"}]}");
		inFile().run((context) -> {
			StatusContributor contributor = context.getBean(StatusContributor.class);
			assertThat(contributor.getPage("history", false)).containsKeys("outcomes", "shutdowns");
			assertThat(contributor.getPage("history", false).toString()).contains("FAILED", "work", "pending=2")
				.doesNotContain("secret");
			assertThat(contributor.getPage("history", true).toString()).contains("secret");
			assertThat(contributor.getPage("else", true)).isEmpty();
		});
	}

	private ApplicationContextRunner inFile() {
		return this.contextRunner.withPropertyValues("shutdown.history.file=" + file());
	}

	private Path file() {
		return this.directory.resolve("history.jsonl");
	}

	private Path marker() {
		return this.directory.resolve("history.jsonl.running");
	}

	private static Map<String, Map<String, Object>> summaries(ApplicationContext context) {
		return context.getBean(StatusContributor.class).getSummaries();
	}

	private static List<Measurement> measurement(ApplicationContext context, String name) {
		return Stream.of(context.getBean(StatusContributor.class))
			.flatMap((contributor) -> contributor.getMeasurements().stream())
			.filter((measurement) -> measurement.name().equals(name))
			.toList();
	}

}
