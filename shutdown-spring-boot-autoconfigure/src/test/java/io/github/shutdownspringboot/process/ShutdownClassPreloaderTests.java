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

package io.github.shutdownspringboot.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ShutdownClassPreloader}. Whether the names are enough is tested by
 * {@code ReplacedJarIT}.
 */
class ShutdownClassPreloaderTests {

	/**
	 * Those of the JDK differ from one version to the next.
	 * @throws IOException if the names cannot be read
	 */
	@Test
	void eachNameIsThatOfAClassInTheVersionsThatAreTested() throws IOException {
		try (BufferedReader names = ShutdownClassPreloader.open()) {
			List<String> all = names.lines().toList();
			assertThat(all).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(100);
			assertThat(all).filteredOn((name) -> !name.startsWith("java."))
				.allMatch((name) -> ClassUtils.isPresent(name, null), "is a class");
		}
	}

}
