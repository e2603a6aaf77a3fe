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

package io.github.shutdownspringboot.sample;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What the documentation tells to type. Commands of {@code curl} are run as they are
 * written, against the sample; a file that {@code curl} reads leads them to its port. The
 * others are checked.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "The commands are for a shell")
class DocumentationIT {

	private static final Path ROOT = Path.of("..");

	/**
	 * What takes too long to be run, or is not on every machine.
	 */
	private static final Set<String> CHECKED_ONLY = Set.of("mvn", "docker", "kubectl", "helm", "java");

	private static final Pattern MODULE = Pattern.compile("-pl (\\S+)");

	private static final Pattern FILE = Pattern.compile("-f (\\S+\\.ya?ml)");

	@TempDir
	private Path directory;

	@Test
	void theSessionOfTheReadmeEndsAsItSays() throws Exception {
		assumeProgram("curl");
		String readme = Files.readString(ROOT.resolve("README.md"));
		String command = readme.substring(readme.indexOf("curl -N "));
		command = command.substring(0, command.indexOf('\n'));
		String end = readme.substring(readme.indexOf("retry:1000\n"));
		end = end.substring(0, end.indexOf("```"));
		try (SampleProcess sample = SampleProcess.start(this.directory)) {
			assumeTrue(sample.process().isInterruptible(), "SIGINT is ignored here, as in a job in the background");
			Path output = this.directory.resolve("curl.txt");
			Process curl = run(command, sample, output);
			Awaitility.await().until(() -> Files.readString(output).contains("\"type\":\"token\""));
			sample.process().interrupt();
			assertThat(curl.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(curl.exitValue()).isZero();
			assertThat(sample.process().awaitExit()).isEqualTo(130);
			assertThat(Files.readString(output)).endsWith(end);
			assertThat(sample.process().getLog()).contains("Shutdown started by SIGINT", "Shutdown completed: CLEAN");
		}
	}

	@Test
	void commandsOfCurlSucceed() throws Exception {
		assumeProgram("curl");
		try (SampleProcess sample = SampleProcess.start(this.directory, "--sample.llm.token-interval=1ms")) {
			for (DocumentedCommand command : DocumentedCommand.all()) {
				if (command.programs().allMatch("curl"::equals)) {
					Path output = this.directory.resolve("curl.txt");
					Process curl = run("set -e\n" + command.script(), sample, output);
					assertThat(curl.waitFor(60, TimeUnit.SECONDS)).as(command.toString()).isTrue();
					assertThat(curl.exitValue()).as(command.toString()).isZero();
					assertThat(output).as(command.toString()).isNotEmptyFile();
				}
			}
		}
	}

	@ParameterizedTest
	@MethodSource("commands")
	void otherCommandsAreWhatTheySay(DocumentedCommand command) throws Exception {
		assertThat(command.programs()).allMatch((program) -> program.equals("curl") || CHECKED_ONLY.contains(program));
		Path script = Files.writeString(this.directory.resolve("script"), command.script());
		assertThat(new ProcessBuilder("bash", "-n", script.toString()).start().waitFor()).isZero();
		for (String module : find(MODULE, command.script())) {
			assertThat(ROOT.resolve(module).resolve("pom.xml")).exists();
		}
		for (String file : find(FILE, command.script())) {
			assertThat(ROOT.resolve(file)).exists();
		}
	}

	static List<DocumentedCommand> commands() {
		return DocumentedCommand.all();
	}

	private static List<String> find(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		return matcher.results().map((result) -> result.group(1)).toList();
	}

	private Process run(String script, SampleProcess sample, Path output) throws IOException {
		Files.writeString(this.directory.resolve(".curlrc"),
				"fail\nconnect-to = \"localhost:8080:127.0.0.1:%d\"\nsilent\n".formatted(sample.port()));
		ProcessBuilder builder = new ProcessBuilder("bash", "-c", script).redirectOutput(output.toFile());
		builder.environment().put("CURL_HOME", this.directory.toString());
		builder.environment().put("no_proxy", "localhost");
		return builder.start();
	}

	private static void assumeProgram(String name) {
		assumeTrue(
				Stream.of(System.getenv("PATH").split(File.pathSeparator))
					.anyMatch((folder) -> Files.isExecutable(Path.of(folder, name))),
				"There is no '%s'".formatted(name));
	}

}
