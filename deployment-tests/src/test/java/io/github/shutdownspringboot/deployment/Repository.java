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

package io.github.shutdownspringboot.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

import org.opentest4j.TestAbortedException;

/**
 * Files of this repository, and what the machine has to do something with them. What is
 * missing skips a test, and fails it where nothing may be skipped.
 */
final class Repository {

	private static final Path ROOT = Path.of(System.getProperty("shutdown.tests.root", ".."));

	private static final boolean NOTHING_MAY_BE_SKIPPED = Boolean.getBoolean("shutdown.tests.require-real-clients");

	private Repository() {
	}

	static Path resolve(String path) {
		return ROOT.resolve(path).toAbsolutePath().normalize();
	}

	/**
	 * Find the jar of the sample, which Maven packages before these tests.
	 * @return the file
	 */
	static Path sampleJar() {
		try (Stream<Path> files = Files.list(resolve("sample-app/target"))) {
			return files
				.filter((file) -> file.getFileName().toString().matches("sample-app-.*(?<!sources|javadoc)\\.jar"))
				.findFirst()
				.orElseThrow();
		}
		catch (IOException | NoSuchElementException ex) {
			throw unmet("There is no jar of the sample: run 'mvn package' for the whole project");
		}
	}

	/**
	 * Find a program.
	 * @param name its name
	 * @return the file
	 */
	static Path program(String name) {
		return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
			.map((folder) -> Path.of(folder, name))
			.filter(Files::isExecutable)
			.findFirst()
			.orElseThrow(() -> unmet("There is no '%s' on the PATH".formatted(name)));
	}

	static TestAbortedException unmet(String message) {
		if (NOTHING_MAY_BE_SKIPPED) {
			throw new AssertionError(message);
		}
		return new TestAbortedException(message);
	}

	static String read(String path) {
		try {
			return Files.readString(resolve(path));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
