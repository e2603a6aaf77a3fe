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

import io.github.shutdownspringboot.application.Requirement;

/**
 * Files of this repository.
 */
final class Repository {

	private static final Path ROOT = Path.of(System.getProperty("shutdown.tests.root", ".."));

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
			throw Requirement.unmet("There is no jar of the sample: run 'mvn package' for the whole project");
		}
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
