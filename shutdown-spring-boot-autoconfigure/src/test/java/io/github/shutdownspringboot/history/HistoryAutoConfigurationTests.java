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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import io.github.shutdownspringboot.coordinator.Measurement;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.coordinator.ShutdownListener;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.StatusContributor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
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
	void aShutdownThatWasRememberedBeforeItsProcessWasGoneIsNoCrash() throws IOException {
		Files.writeString(marker(), "1 2001-01-01T00:00:00Z\nthe-id\nSIGTERM\n2026-01-01T00:00:00Z\n");
		Files.writeString(file(), "{\"outcome\":\"FORCED\",\"shutdownId\":\"the-id\",\"trigger\":\"SIGTERM\","
				+ "\"endedAt\":\"2026-01-01T00:00:28Z\",\"stages\":[]}\n");
		inFile().run((context) -> {
			assertThat(summaries(context).get("previous")).contains(entry("outcome", "FORCED"));
			assertThat(context.getBean(ShutdownHistory.class).getEntries()).hasSize(1);
		});
	}

	@Test
	void aHistoryThatCannotBeReadIsOneWarningAndWhatWasReadBeforeCounts(CapturedOutput output) {
		ShutdownHistory own = mock(ShutdownHistory.class);
		given(own.getEntries()).willThrow(new IllegalStateException("no connection"))
			.willReturn(List
				.of(new ShutdownHistory.Entry(ShutdownOutcome.CLEAN, null, null, null, Instant.EPOCH, null, List.of())))
			.willThrow(new IllegalStateException("no connection any more"));
		this.contextRunner.withBean(ShutdownHistory.class, () -> own).run((context) -> {
			assertThat(context).hasNotFailed();
			List<Measurement> outcomes = measurement(context, "shutdown.history");
			assertThat(outcomes).filteredOn((outcome) -> outcome.tags().get("outcome").equals("clean"))
				.singleElement()
				.satisfies((clean) -> {
					assertThat(clean.value().getAsLong()).isOne();
					assertThat(clean.value().getAsLong()).isOne();
				});
			assertThat(context.getBean(StatusContributor.class).getPage("history", true).toString())
				.contains("CLEAN=1");
		});
		assertThat(output).containsOnlyOnce(" WARN ").contains("The shutdown history could not be read");
	}

	@Test
	void aListenerThatBlocksDoesNotKeepTheMarkFromTellingOfTheShutdown() {
		AtomicBoolean told = new AtomicBoolean();
		ShutdownListener blocking = new ShutdownListener() {

			@Override
			public void shutdownStarted(ShutdownReport report) {
				Awaitility.await().untilAsserted(() -> assertThat(Files.readAllLines(marker())).hasSize(4));
				told.set(true);
			}

		};
		inFile().withBean(ShutdownListener.class, () -> blocking)
			.withBean(ShutdownClock.class, ManualShutdownClock::new)
			.run((context) -> context.close());
		assertThat(told).isTrue();
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
			.containsOnlyOnce("A crash of this application will not be noticed")
			.containsOnlyOnce("The shutdown history could not be written")
			.doesNotContain("\tat ");
		assertThat(output.toString().split(" WARN ", -1)).hasSize(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "elsewhere", "shutdownHistory" })
	void theHistoryMayBeKeptElsewhere(String beanName) throws Exception {
		ShutdownHistory own = mock(ShutdownHistory.class);
		given(own.getEntries()).willReturn(List.of());
		inFile().withBean(beanName, ShutdownHistory.class, () -> own).run((context) -> {
			assertThat(context.getBeanProvider(ShutdownHistory.class).getObject()).isSameAs(own);
			context.close();
		});
		then(own).should().add(any());
		assertThat(file()).doesNotExist();
	}

	@Test
	void aContextAndItsParentShareAHistory() {
		inFile().run((parent) -> inFile().withParent(parent)
			.run((context) -> assertThat(context.getBean(ShutdownHistory.class))
				.isSameAs(parent.getBean(ShutdownHistory.class))));
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
