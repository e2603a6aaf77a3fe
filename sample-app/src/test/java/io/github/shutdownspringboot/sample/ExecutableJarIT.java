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
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application that is packaged by Spring Boot has of the starter.
 */
class ExecutableJarIT {

	@Test
	void theJarOfTheStarterHasNoClassesAndIsLeftOut() throws IOException {
		try (JarFile jar = new JarFile(SampleProcess.JAR.toFile())) {
			List<String> jars = jar.stream()
				.map(ZipEntry::getName)
				.filter((name) -> name.startsWith("BOOT-INF/lib/shutdown-spring-boot-"))
				.toList();
			assertThat(jars).singleElement().asString().contains("autoconfigure");
		}
	}

}
