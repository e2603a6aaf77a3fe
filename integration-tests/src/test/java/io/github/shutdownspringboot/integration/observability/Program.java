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

package io.github.shutdownspringboot.integration.observability;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.opentest4j.TestAbortedException;

/**
 * Finds programs of the machine. A test whose program is missing is skipped, and fails
 * where nothing may be skipped.
 */
final class Program {

	/**
	 * A system property: {@code true} where all that the tests need is known to be there.
	 */
	private static final String NOTHING_MAY_BE_SKIPPED = "shutdown.tests.require-real-clients";

	private Program() {
	}

	/**
	 * Find a program.
	 * @param name its name
	 * @param installation the name of the package to install
	 * @return its file
	 */
	static Path find(String name, String installation) {
		return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.map((folder) -> Path.of(folder, name))
			.filter(Files::isExecutable)
			.findFirst()
			.orElseThrow(
					() -> unmet("There is no '%s' on the PATH: install the package %s".formatted(name, installation)));
	}

	private static TestAbortedException unmet(String message) {
		if (Boolean.getBoolean(NOTHING_MAY_BE_SKIPPED)) {
			throw new AssertionError(message);
		}
		return new TestAbortedException(message);
	}

}
