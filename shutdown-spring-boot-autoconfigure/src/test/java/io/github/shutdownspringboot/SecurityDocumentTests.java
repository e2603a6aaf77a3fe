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

package io.github.shutdownspringboot;

import java.io.IOException;
import java.lang.reflect.Member;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each claim of SECURITY.md names the tests that hold it.
 */
class SecurityDocumentTests {

	private static final Path DOCUMENT = Path.of("..", "SECURITY.md");

	private static final Pattern CLAIM = Pattern.compile("^\\| (?!claim|---)(.+?) \\| (.*) \\|$", Pattern.MULTILINE);

	private static final Pattern TEST = Pattern.compile("`(\\w+Tests)\\.(\\w+)`");

	@ParameterizedTest
	@MethodSource("claims")
	void aClaimHasTests(String claim, String tests) throws Exception {
		Map<String, Class<?>> classes = testClasses();
		List<String[]> named = TEST.matcher(tests)
			.results()
			.map((test) -> new String[] { test.group(1), test.group(2) })
			.toList();
		assertThat(named).as(claim)
			.isNotEmpty()
			.allSatisfy((test) -> assertThat(classes.get(test[0])).as(test[0])
				.isNotNull()
				.satisfies((type) -> assertThat(members(type)).contains(test[1])));
	}

	@Test
	void thereAreClaims() throws IOException {
		assertThat(claims()).hasSizeGreaterThan(15);
	}

	static Stream<String[]> claims() throws IOException {
		return CLAIM.matcher(Files.readString(DOCUMENT))
			.results()
			.map((claim) -> new String[] { claim.group(1), claim.group(2) });
	}

	/**
	 * Tests are methods, and those of the architecture fields.
	 */
	private static List<String> members(Class<?> type) {
		Stream<? extends Member> members = Stream.concat(Stream.of(type.getDeclaredMethods()),
				Stream.of(type.getDeclaredFields()));
		return members.map(Member::getName).toList();
	}

	private static Map<String, Class<?>> testClasses() throws IOException {
		Path root = Path.of(SecurityDocumentTests.class.getProtectionDomain().getCodeSource().getLocation().getPath());
		try (Stream<Path> files = Files.walk(root)) {
			return files.map((file) -> root.relativize(file).toString())
				.filter((name) -> name.endsWith("Tests.class"))
				.map((name) -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
				.collect(Collectors.toMap((name) -> name.substring(name.lastIndexOf('.') + 1),
						(name) -> ClassUtils.resolveClassName(name, null)));
		}
	}

}
