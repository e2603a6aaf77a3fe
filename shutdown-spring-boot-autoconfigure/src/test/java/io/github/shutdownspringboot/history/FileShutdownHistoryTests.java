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
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.StageState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FileShutdownHistory} and {@link HistoryJson}.
 */
@ExtendWith(OutputCaptureExtension.class)
class FileShutdownHistoryTests {

	@TempDir
	private Path directory;

	@Test
	void whatWasAddedIsThereAfterARestartAndTheLatestComesFirst() throws IOException {
		Path file = this.directory.resolve("new/history.jsonl");
		FileShutdownHistory history = new FileShutdownHistory(file, 20);
		history.add(entry("one"));
		history.add(entry("two"));
		assertThat(Files.readAllLines(file)).hasSize(2).allMatch((line) -> line.startsWith("{\"outcome\":\"CLEAN\""));
		assertThat(new FileShutdownHistory(file, 20).getEntries()).containsExactly(entry("two"), entry("one"));
		assertThat(file.getParent()).isDirectoryContaining((path) -> path.equals(file))
			.isDirectoryNotContaining((path) -> !path.equals(file));
	}

	@Test
	void noMoreIsKeptThanTheSizeAllows() throws IOException {
		Path file = this.directory.resolve("history.jsonl");
		FileShutdownHistory history = new FileShutdownHistory(file, 2);
		for (String id : List.of("one", "two", "three")) {
			history.add(entry(id));
		}
		assertThat(history.getEntries()).containsExactly(entry("three"), entry("two"));
		assertThat(Files.readAllLines(file)).hasSize(2);
		assertThat(new FileShutdownHistory(file, 1).getEntries()).containsExactly(entry("three"));
	}

	@Test
	void whatAnotherRunHasAddedMeanwhileIsKept(CapturedOutput output) throws IOException {
		Path file = this.directory.resolve("history.jsonl");
		FileShutdownHistory history = new FileShutdownHistory(file, 3);
		history.add(entry("one"));
		FileShutdownHistory next = new FileShutdownHistory(file, 3);
		history.add(entry("two"));
		Files.writeString(file, "garbage\n", StandardOpenOption.APPEND);
		next.add(entry("three"));
		assertThat(next.getEntries()).containsExactly(entry("three"), entry("two"), entry("one"));
		assertThat(new FileShutdownHistory(file, 3).getEntries()).isEqualTo(next.getEntries());
		assertThat(output).containsOnlyOnce(" WARN ").contains("1 of the lines");
		assertThat(this.directory.resolve("history.jsonl.unreadable")).content().endsWith("garbage\n");
	}

	@Test
	void anythingMayBeInAName() throws IOException {
		Path file = this.directory.resolve("history.jsonl");
		ShutdownHistory.Entry entry = new ShutdownHistory.Entry(ShutdownOutcome.FAILED, "\"\\\n\t\u0001{}[],:é中😀",
				null, null, Instant.EPOCH, null, List.of(new ShutdownHistory.Stage("</script>", StageState.PENDING,
						null, 0, "say \"no\"\r\nSet-Cookie: a")));
		new FileShutdownHistory(file, 20).add(entry);
		assertThat(Files.readAllLines(file)).hasSize(1);
		assertThat(new FileShutdownHistory(file, 20).getEntries()).containsExactly(entry);
	}

	@Test
	void linesThatAreNoneOfOursAreSkippedWithOneWarningAndSurviveInACopy(CapturedOutput output) throws IOException {
		Path file = this.directory.resolve("history.jsonl");
		String good = HistoryJson.write(entry("one"));
		byte[] content = String
			.join("\n", "#!/bin/sh", good, "{\"outcome\":\"CLEAN\"}", good.replace("CLEAN", "SPLENDID"),
					good.substring(0, 40), "[[[[[[[[[[[[[[[[[[[[", "{}", "\0\0\0")
			.getBytes(StandardCharsets.UTF_8);
		Files.write(file, content);
		FileShutdownHistory history = new FileShutdownHistory(file, 20);
		assertThat(history.getEntries()).containsExactly(entry("one"));
		assertThat(output.getOut().split(" WARN ", -1)).hasSize(2);
		assertThat(output).contains("7 of the lines of the shutdown history " + file);
		history.add(entry("two"));
		assertThat(output.getOut().split(" WARN ", -1)).hasSize(2);
		assertThat(new FileShutdownHistory(file, 20).getEntries()).containsExactly(entry("two"), entry("one"));
		assertThat(this.directory.resolve("history.jsonl.unreadable")).hasBinaryContent(content);
	}

	@Test
	void aLineThatIsTooLongIsSkipped() throws IOException {
		String good = HistoryJson.write(entry("one"));
		Path file = Files.writeString(this.directory.resolve("history.jsonl"),
				good.replace("requests", "r".repeat(1024 * 1024)) + "\n" + good + "\n");
		assertThat(new FileShutdownHistory(file, 20).getEntries()).containsExactly(entry("one"));
	}

	@Test
	void aFileThatIsTooLargeIsNotRead(CapturedOutput output) throws IOException {
		Path file = this.directory.resolve("history.jsonl");
		try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
			large.setLength(16L * 1024 * 1024 + 1);
		}
		assertThat(new FileShutdownHistory(file, 20).getEntries()).isEmpty();
		assertThat(output).contains("cannot be read: java.io.IOException: it is too large");
	}

	@Test
	void aLineThatNamesATypeIsNoObjectOfThatType() throws IOException {
		String good = HistoryJson.write(entry("one"));
		Path file = Files.writeString(this.directory.resolve("history.jsonl"),
				good.replaceFirst("\\{", "{\"@class\":\"javax.swing.JEditorPane\",\"@type\":\"java.net.URL\",") + "\n");
		assertThat(new FileShutdownHistory(file, 20).getEntries()).containsExactly(entry("one"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n\n", "garbage", "{\"a\":", "\"", "{\"a\\" })
	void aBrokenFileIsAnEmptyHistory(String content) throws IOException {
		Path file = Files.writeString(this.directory.resolve("history.jsonl"), content);
		assertThat(new FileShutdownHistory(file, 20).getEntries()).isEmpty();
	}

	@Test
	void whatCannotBeWrittenLeavesTheFileAsItWas() throws IOException {
		Path file = this.directory.resolve("history.jsonl");
		FileShutdownHistory history = new FileShutdownHistory(file, 20);
		history.add(entry("one"));
		// In the way of what is written first
		Files.createDirectory(this.directory.resolve("history.jsonl.tmp"));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> history.add(entry("two")));
		assertThat(new FileShutdownHistory(file, 20).getEntries()).containsExactly(entry("one"));
	}

	@Test
	void aFileThatIsTooLargeToBeAHistoryIsNotReadAndSurvivesInACopy(CapturedOutput output) throws IOException {
		Path file = this.directory.resolve("history.jsonl");
		long tooLarge = 16L * 1024 * 1024 + 1;
		try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
			sparse.setLength(tooLarge);
		}
		FileShutdownHistory history = new FileShutdownHistory(file, 20);
		assertThat(output).containsOnlyOnce(" WARN ").contains("it is too large");
		history.add(entry("one"));
		assertThat(new FileShutdownHistory(file, 20).getEntries()).containsExactly(entry("one"));
		assertThat(this.directory.resolve("history.jsonl.unreadable")).hasSize(tooLarge);
	}

	@Test
	void ofAFailureNoMoreIsKeptThanANoteTakes() throws IOException {
		Path file = this.directory.resolve("history.jsonl");
		new FileShutdownHistory(file, 20)
			.add(new ShutdownHistory.Entry(ShutdownOutcome.FAILED, "id", null, null, Instant.EPOCH, null,
					List.of(new ShutdownHistory.Stage("work", StageState.FAILED, null, 0, "x".repeat(10_000)))));
		assertThat(new FileShutdownHistory(file, 20).getEntries().get(0).stages().get(0).failure())
			.isEqualTo("x".repeat(500) + "...");
	}

	@Test
	void aFileThatIsNoFileIsReportedAndNothingElse(CapturedOutput output) {
		assertThat(new FileShutdownHistory(this.directory, 20).getEntries()).isEmpty();
		assertThat(output).contains("The shutdown history " + this.directory + " cannot be read");
	}

	private static ShutdownHistory.Entry entry(String id) {
		return new ShutdownHistory.Entry(ShutdownOutcome.CLEAN, id, "SIGTERM", Instant.EPOCH,
				Instant.EPOCH.plusMillis(1500), Duration.ofMillis(1500),
				List.of(new ShutdownHistory.Stage("requests", StageState.SUCCEEDED, Duration.ofMillis(700), 0, null)));
	}

}
