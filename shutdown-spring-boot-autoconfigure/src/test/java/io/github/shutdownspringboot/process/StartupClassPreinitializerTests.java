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
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.config.MeterFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StartupClassPreinitializer}. That the names are those of the classes
 * that are needed is tested by {@code StartupClassesIT}.
 */
class StartupClassPreinitializerTests {

	@Test
	void springBootKnowsIt() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(BackgroundPreinitializer.class))
			.hasAtLeastOneElementOfType(StartupClassPreinitializer.class);
	}

	@Test
	void allClassesAreLoadedWhateverBecomesOfOne() throws IOException {
		RecordingClassLoader classLoader = new RecordingClassLoader("none");
		new StartupClassPreinitializer(classLoader).preinitialize();
		assertThat(classLoader.asked).doesNotHaveDuplicates().containsExactlyElementsOf(readNames());
	}

	@ParameterizedTest
	@CsvSource({ "jakarta.servlet.Servlet, .servlet.",
			"org.springframework.web.reactive.DispatcherHandler, .reactive." })
	void whatIsForApplicationsOfAnotherKindIsNotLoaded(String absent, String part) throws IOException {
		RecordingClassLoader classLoader = new RecordingClassLoader(absent);
		new StartupClassPreinitializer(classLoader).preinitialize();
		List<String> needed = readNames().stream().filter((name) -> !name.contains(part)).toList();
		assertThat(needed).hasSizeLessThan(readNames().size());
		assertThat(classLoader.asked).containsExactlyElementsOf(needed);
	}

	/**
	 * By a method of a configuration and by a field of a bean, which nothing else needs.
	 * @throws IOException if the names cannot be read
	 */
	@Test
	void whatIsDeclaredIsKnown() throws IOException {
		DefiningClassLoader classLoader = new DefiningClassLoader();
		new StartupClassPreinitializer(classLoader).preinitialize();
		assertThat(classLoader.getAsked()).contains(MeterFilter.class.getName(), Clock.class.getName());
	}

	private static List<String> readNames() throws IOException {
		try (BufferedReader names = StartupClassPreinitializer.open()) {
			return names.lines().toList();
		}
	}

	/**
	 * Has classes of others but one, and fails in each way that class loaders have when
	 * it is asked for those of the starter.
	 */
	private static final class RecordingClassLoader extends ClassLoader {

		private final List<String> asked = new ArrayList<>();

		private final String absent;

		RecordingClassLoader(String absent) {
			this.absent = absent;
		}

		@Override
		public Class<?> loadClass(String name) throws ClassNotFoundException {
			if (!name.startsWith("io.github.shutdownspringboot.")) {
				if (name.equals(this.absent)) {
					throw new ClassNotFoundException(name);
				}
				return super.loadClass(name);
			}
			this.asked.add(name);
			switch (this.asked.size() % 3) {
				case 0 -> throw new ClassNotFoundException(name);
				case 1 -> throw new NoClassDefFoundError(name);
				default -> {
					return Object.class;
				}
			}
		}

	}

}
