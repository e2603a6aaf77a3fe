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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A block of commands in the documentation.
 *
 * @param page the page that it is on
 * @param script what the reader is told to type
 */
record DocumentedCommand(Path page, String script) {

	private static final Path ROOT = Path.of("..");

	private static final Pattern BLOCK = Pattern.compile("^```(?:shell|bash|sh|console)\\n(.*?)^```$",
			Pattern.MULTILINE | Pattern.DOTALL);

	/**
	 * Return all blocks of all pages.
	 * @return the blocks
	 */
	static List<DocumentedCommand> all() {
		try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
			return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
				.filter((page) -> page.toString().endsWith(".md"))
				.sorted()
				.flatMap(DocumentedCommand::on)
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<DocumentedCommand> on(Path page) {
		try {
			return BLOCK.matcher(Files.readString(page))
				.results()
				.map((block) -> new DocumentedCommand(page, block.group(1)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the programs that are run.
	 * @return the first word of each command
	 */
	Stream<String> programs() {
		return this.script.replace("\\\n", " ")
			.lines()
			.filter((line) -> !line.isBlank())
			.map((line) -> line.split(" ")[0]);
	}

	@Override
	public String toString() {
		return ROOT.relativize(this.page) + ": " + this.script.strip();
	}

}
