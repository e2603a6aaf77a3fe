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

package io.github.shutdownspringboot.application;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.opentest4j.TestAbortedException;

/**
 * What a test needs of the machine it runs on, beyond a JDK. A test whose requirement is
 * not met is skipped, and fails where nothing may be skipped.
 */
public final class Requirement {

	/**
	 * A system property: {@code true} where all that the tests need is known to be there.
	 */
	private static final String NOTHING_MAY_BE_SKIPPED = "shutdown.tests.require-real-clients";

	private Requirement() {
	}

	/**
	 * Find a program.
	 * @param packages the names of the packages to install
	 * @param names the names that the program may have
	 * @return the program's file
	 */
	public static Path program(String packages, String... names) {
		String[] folders = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator);
		return Stream.of(names)
			.flatMap((name) -> Stream.of(folders).map((folder) -> Path.of(folder, name)))
			.filter(Files::isExecutable)
			.findFirst()
			.orElseThrow(
					() -> unmet("There is no '%s' on the PATH: install the packages %s".formatted(names[0], packages)));
	}

	/**
	 * Tell that a requirement is not met.
	 * @param message what is missing and what to do about it
	 * @return what skips the test
	 */
	public static TestAbortedException unmet(String message) {
		if (Boolean.getBoolean(NOTHING_MAY_BE_SKIPPED)) {
			throw new AssertionError(message);
		}
		return new TestAbortedException(message);
	}

}
