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
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RunMarker}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RunMarkerTests {

	private final ManualShutdownClock clock = new ManualShutdownClock();

	@TempDir
	private Path directory;

	@Test
	void aMarkThatWasRemovedTellsNothing() {
		RunMarker marker = new RunMarker(file(), this.clock);
		assertThat(marker.findCrash()).isNull();
		marker.create();
		assertThat(file()).exists();
		marker.remove();
		assertThat(file()).doesNotExist();
		assertThat(new RunMarker(file(), this.clock).findCrash()).isNull();
	}

	@Test
	void aMarkOfAProcessThatIsGoneIsACrashAtItsLastSignOfLife() throws IOException {
		Files.write(file(), List.of("1 2001-01-01T00:00:00Z"));
		Files.setLastModifiedTime(file(), FileTime.from(Instant.ofEpochSecond(1000)));
		assertThat(new RunMarker(file(), this.clock).findCrash()).isEqualTo(new ShutdownHistory.Entry(
				ShutdownOutcome.CRASHED, null, null, null, Instant.ofEpochSecond(1000), null, List.of()));
	}

	@Test
	void aMarkThatCannotBeReadIsACrash() throws IOException {
		Files.write(file(), new byte[] { -1, 0, 10, 10, 10, 10 });
		assertThat(new RunMarker(file(), this.clock).findCrash()).isNotNull();
	}

	@Test
	void noMoreIsReadThanAMarkMayHave() throws IOException {
		Files.write(file(), List.of("1 2001-01-01T00:00:00Z", "the-id", "T".repeat(1_000_000), "1970-01-01T00:00:00Z"));
		assertThat(new RunMarker(file(), this.clock).findCrash()).isNotNull()
			.extracting(ShutdownHistory.Entry::trigger)
			.isNull();
	}

	@Test
	void aProcessThatWasKilledInTheMiddleOfItsShutdownHasLeftWhatIsKnownOfIt() throws IOException {
		RunMarker marker = new RunMarker(file(), this.clock);
		marker.create();
		marker.shutdownStarted(report());
		Awaitility.await().untilAsserted(() -> assertThat(Files.readAllLines(file())).hasSize(4));
		List<String> lines = Files.readAllLines(file());
		assertThat(lines).element(0).asString().startsWith(ProcessHandle.current().pid() + " ");
		Files.write(file(), List.of("1 2001-01-01T00:00:00Z", lines.get(1), lines.get(2), lines.get(3)));
		Files.setLastModifiedTime(file(), FileTime.from(Instant.ofEpochSecond(3)));
		assertThat(new RunMarker(file(), this.clock).findCrash())
			.isEqualTo(new ShutdownHistory.Entry(ShutdownOutcome.CRASHED, "the-id", "SIGTERM", Instant.EPOCH,
					Instant.ofEpochSecond(3), Duration.ofSeconds(3), List.of()));
	}

	@Test
	void aProcessThatItsDeadlineHasEndedBeforeTheHistoryWasWrittenWasForced() throws Exception {
		RunMarker marker = new RunMarker(file(), this.clock);
		marker.create();
		marker.shutdownStarted(report());
		joinThreads();
		marker.deadlinePassed();
		List<String> lines = new ArrayList<>(Files.readAllLines(file()));
		lines.set(0, "1 2001-01-01T00:00:00Z");
		Files.write(file(), lines);
		Files.setLastModifiedTime(file(), FileTime.from(Instant.ofEpochSecond(3)));
		assertThat(new RunMarker(file(), this.clock).findCrash())
			.isEqualTo(new ShutdownHistory.Entry(ShutdownOutcome.FORCED, "the-id", "SIGTERM", Instant.EPOCH,
					Instant.ofEpochSecond(3), Duration.ofSeconds(3), List.of()));
	}

	@Test
	void aClockThatIsSetBackMakesNoDurationThatIsNegative() throws IOException {
		RunMarker marker = new RunMarker(file(), this.clock);
		marker.create();
		this.clock.jump(Duration.ofHours(1));
		Instant startedAt = this.clock.now();
		this.clock.jump(Duration.ofHours(-2));
		marker.shutdownStarted(new ShutdownReport(ShutdownState.ANNOUNCED, ShutdownOutcome.CLEAN, "the-id", "SIGTERM",
				startedAt, Duration.ZERO, Duration.ZERO, Duration.ZERO, List.of(), List.of(), List.of()));
		Awaitility.await().untilAsserted(() -> assertThat(Files.readAllLines(file())).hasSize(4));
		Awaitility.await()
			.untilAsserted(() -> assertThat(Files.getLastModifiedTime(file()).toInstant()).isEqualTo(this.clock.now()));
		List<String> lines = new ArrayList<>(Files.readAllLines(file()));
		lines.set(0, "1 2001-01-01T00:00:00Z");
		Files.write(file(), lines);
		Files.setLastModifiedTime(file(), FileTime.from(this.clock.now()));
		assertThat(new RunMarker(file(), this.clock).findCrash()).isEqualTo(new ShutdownHistory.Entry(
				ShutdownOutcome.CRASHED, "the-id", "SIGTERM", startedAt, this.clock.now(), null, List.of()));
	}

	@Test
	void theMarkIsTouchedAsLongAsTheApplicationRuns() {
		RunMarker marker = new RunMarker(file(), this.clock);
		marker.create();
		for (int beat = 1; beat <= 2; beat++) {
			this.clock.advance(Duration.ofSeconds(10));
			FileTime expected = FileTime.from(this.clock.now());
			Awaitility.await().untilAsserted(() -> {
				assertThat(Files.getLastModifiedTime(file())).isEqualTo(expected);
				assertThat(this.clock.getTasks()).isOne();
			});
		}
		marker.remove();
		this.clock.advance(Duration.ofSeconds(10));
		assertThat(file()).doesNotExist();
	}

	@Test
	void aRunThatOverlapsWithTheNextOneLeavesTheMarkToThat() throws Exception {
		RunMarker marker = new RunMarker(file(), this.clock);
		marker.create();
		Files.write(file(), List.of("1 2001-01-01T00:00:00Z"));
		FileTime begun = FileTime.from(Instant.ofEpochSecond(1000));
		Files.setLastModifiedTime(file(), begun);
		this.clock.advance(Duration.ofSeconds(10));
		marker.shutdownStarted(report());
		joinThreads();
		assertThat(Files.getLastModifiedTime(file())).isEqualTo(begun);
		marker.remove();
		assertThat(file()).hasContent("1 2001-01-01T00:00:00Z");
	}

	@Test
	void aMarkOfAnApplicationThatStillRunsIsNoCrash(CapturedOutput output) {
		new RunMarker(file(), this.clock).create();
		assertThat(new RunMarker(file(), this.clock).findCrash()).isNull();
		assertThat(output).contains("is used by another application as well");
	}

	@Test
	void whereNothingCanBeWrittenTheApplicationRunsAllTheSame(CapturedOutput output) throws IOException {
		Path file = Files.createFile(this.directory.resolve("file")).resolve("history.jsonl.running");
		RunMarker marker = new RunMarker(file, this.clock);
		assertThat(marker.findCrash()).isNull();
		marker.create();
		marker.remove();
		assertThat(output).contains("A crash of this application will not be noticed");
	}

	private static ShutdownReport report() {
		return new ShutdownReport(ShutdownState.ANNOUNCED, ShutdownOutcome.CLEAN, "the-id", "SIGTERM", Instant.EPOCH,
				Duration.ZERO, Duration.ZERO, Duration.ZERO, List.of(), List.of(), List.of());
	}

	private static void joinThreads() throws InterruptedException {
		for (Thread thread : Thread.getAllStackTraces().keySet()) {
			if (thread.getName().equals("shutdown-history")) {
				thread.join();
			}
		}
	}

	private Path file() {
		return this.directory.resolve("history.jsonl.running");
	}

}
