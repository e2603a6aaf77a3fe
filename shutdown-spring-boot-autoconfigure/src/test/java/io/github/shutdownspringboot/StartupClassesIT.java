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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.shutdownspringboot.application.ApplicationProcess;
import io.github.shutdownspringboot.application.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The classes of the starter that are loaded in the background of a start are those that
 * an application loads where nothing is: on one server or another, up to the moment when
 * it has started.
 */
class StartupClassesIT {

	private static final Pattern LOADED = Pattern.compile("] (io\\.github\\.shutdownspringboot\\.[\\w.$]+) source: ");

	private static final Pattern STARTED = Pattern.compile(" Started \\w+ in ");

	/**
	 * Not loaded where the JVM has no such threads.
	 */
	private static final Set<String> FOR_VIRTUAL_THREADS = Set.of("io.github.shutdownspringboot.work.CountedTasks");

	@TempDir
	private Path directory;

	@Test
	void theNamesAreThoseOfWhatIsLoaded() throws IOException {
		Set<String> loaded = new LinkedHashSet<>();
		for (TestServer server : TestServer.values()) {
			loaded.addAll(loadedBy(server));
		}
		loaded.retainAll(read("shutdown-classes.txt"));
		loaded.addAll(FOR_VIRTUAL_THREADS);
		assertThat(read("startup-classes.txt")).containsExactlyInAnyOrderElementsOf(loaded);
	}

	private static List<String> read(String resource) throws IOException {
		return new ClassPathResource("process/" + resource, StartupClassesIT.class)
			.getContentAsString(StandardCharsets.UTF_8)
			.lines()
			.toList();
	}

	private List<String> loadedBy(TestServer server) throws IOException {
		Path directory = Files.createDirectory(this.directory.resolve(server.name()));
		// The classes are told of in the log of the application, in between
		try (ApplicationProcess application = ApplicationProcess.launch(server, server.getApplication(), 0, directory,
				List.of("-Xlog:class+load", "-Dspring.backgroundpreinitializer.ignore=true"))) {
			application.awaitStart();
			String start = STARTED.split(application.getLog(), 2)[0];
			return LOADED.matcher(start).results().map((match) -> match.group(1)).toList();
		}
	}

}
