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

package io.github.shutdownspringboot.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.shutdownspringboot.TestThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link UnfinishedWorkFile} and {@link UnfinishedWorkJson}.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnfinishedWorkFileTests {

	private final List<UnfinishedWork> reloaded = new ArrayList<>();

	@TempDir
	private Path directory;

	@Test
	void workIsReadBackOnce() throws IOException {
		UnfinishedWorkFile file = newFile();
		file.handle(List.of(work("one"), work("two")));
		file.handle(List.of(work("three")));
		assertThat(newFile().reload(this.reloaded::add)).isEqualTo(3);
		assertThat(this.reloaded).containsExactly(work("one"), work("two"), work("three"));
		assertThat(newFile().reload(this.reloaded::add)).isZero();
		assertThat(this.directory.resolve("sub")).isEmptyDirectory();
	}

	@Test
	void withoutAFileThereIsNothing() {
		assertThat(newFile().reload(this.reloaded::add)).isZero();
	}

	@Test
	void whatIsNotTakenIsKept(CapturedOutput output) throws IOException {
		newFile().handle(List.of(work("one"), work("two")));
		assertThat(newFile().reload((work) -> {
			if (work.name().equals("one")) {
				throw new IllegalStateException("on purpose");
			}
		})).isOne();
		assertThat(output).contains("could not be taken and is kept: {\"name\":\"one\"");
		assertThat(newFile().reload(this.reloaded::add)).isOne();
		assertThat(this.reloaded).containsExactly(work("one"));
	}

	@Test
	void aProcessThatDiesWhileItReloadsLosesNothing() throws IOException {
		newFile().handle(List.of(work("one")));
		Files.move(path(), path().resolveSibling("unfinished.jsonl.reloading"));
		newFile().handle(List.of(work("two")));
		assertThat(newFile().reload(this.reloaded::add)).isEqualTo(2);
		assertThat(this.reloaded).containsExactly(work("one"), work("two"));
	}

	@Test
	void aLineThatWasTornTearsNoOther() throws IOException {
		newFile().handle(List.of(work("one")));
		Files.writeString(path(), "{\"name\":\"to", StandardOpenOption.APPEND);
		newFile().handle(List.of(work("two")));
		assertThat(newFile().reload(this.reloaded::add)).isEqualTo(2);
		assertThat(this.reloaded).containsExactly(work("one"), work("two"));
		assertThat(path()).hasContent("{\"name\":\"to");
	}

	@Test
	void workThatIsHandedOverDuringAReloadIsForTheNextOne() throws IOException {
		UnfinishedWorkFile file = newFile();
		file.handle(List.of(work("one")));
		assertThat(file.reload((work) -> {
			try {
				file.handle(List.of(work("two")));
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		})).isOne();
		assertThat(file.reload(this.reloaded::add)).isOne();
		assertThat(this.reloaded).containsExactly(work("two"));
	}

	@Test
	void workIsGivenToOneOfThoseThatReloadAtTheSameTime() throws IOException {
		UnfinishedWorkFile file = newFile();
		file.handle(List.of(work("one")));
		assertThat(file.reload((work) -> {
			this.reloaded.add(work);
			assertThat(TestThreads.supply(() -> file.reload(this.reloaded::add)).join()).isZero();
		})).isOne();
		assertThat(this.reloaded).containsExactly(work("one"));
		file.handle(List.of(work("two")));
		assertThat(file.reload(this.reloaded::add)).isOne();
	}

	@Test
	void whatWasTakenBeforeAnErrorDoesNotComeAgain() throws IOException {
		UnfinishedWorkFile file = newFile();
		file.handle(List.of(work("one"), work("two"), work("three")));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> file.reload((work) -> {
			if (work.name().equals("two")) {
				throw new AssertionError("on purpose");
			}
			this.reloaded.add(work);
		}));
		assertThat(file.reload(this.reloaded::add)).isEqualTo(2);
		assertThat(this.reloaded).containsExactly(work("one"), work("two"), work("three"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "plain", "{\"json\": [\"a\\\\b\", 1]}", "line\nline\r\n\t", "\u0001\u007f\u2028é漢😀",
			"\\u0041", "\"", "\\" })
	void anyPayloadComesBackAsItWas(String payload) {
		UnfinishedWork work = new UnfinishedWork(payload + "x", "id", Instant.EPOCH, Duration.ZERO, payload);
		String line = UnfinishedWorkJson.write(work);
		assertThat(line).doesNotContain("\n", "\r");
		assertThat(UnfinishedWorkJson.read(line)).isEqualTo(work);
	}

	@Test
	void workWithoutPayloadComesBackWithout() {
		UnfinishedWork work = new UnfinishedWork("name", "id", Instant.EPOCH, Duration.ofMillis(1500), null);
		assertThat(UnfinishedWorkJson.write(work))
			.isEqualTo("{\"name\":\"name\",\"id\":\"id\",\"startedAt\":\"1970-01-01T00:00:00Z\",\"age\":\"PT1.5S\"}");
		assertThat(UnfinishedWorkJson.read(UnfinishedWorkJson.write(work))).isEqualTo(work);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "{}", "{\"name\":\"a\"}", "{\"name\":\"a\"} x", "null", "{\"name\":1}",
			"{\"name\":\"a\\u00zz\"}", "{\"name\":\"a\",\"id\":\"b\",\"startedAt\":\"c\",\"age\":\"PT1S\"}" })
	void whatIsNoWorkIsRefused(String line) {
		assertThatIllegalArgumentException().isThrownBy(() -> UnfinishedWorkJson.read(line));
	}

	private Path path() {
		return this.directory.resolve("sub/unfinished.jsonl");
	}

	private UnfinishedWorkFile newFile() {
		return new UnfinishedWorkFile(path());
	}

	private static UnfinishedWork work(String name) {
		return new UnfinishedWork(name, "id-" + name, Instant.parse("2026-11-21T03:06:30.218Z"), Duration.ofSeconds(10),
				"payload of " + name);
	}

}
