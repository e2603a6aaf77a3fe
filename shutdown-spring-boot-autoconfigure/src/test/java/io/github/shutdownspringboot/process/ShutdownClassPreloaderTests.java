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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ShutdownClassPreloader}. Whether the names are enough is tested by
 * {@code ReplacedJarIT}.
 */
class ShutdownClassPreloaderTests {

	private static final String OWN = "io.github.shutdownspringboot.";

	private static final String LOG4J = "org.apache.logging.";

	private static boolean initialized;

	private final ShutdownCoordinator coordinator = mock(ShutdownCoordinator.class);

	private final RecordingClassLoader classLoader = new RecordingClassLoader();

	@Test
	void allClassesOfTheStarterAreNamed() throws IOException {
		Path classes = Path.of("target/classes");
		try (Stream<Path> files = Files.walk(classes)) {
			List<String> own = files.map((file) -> classes.relativize(file).toString())
				.filter((file) -> file.endsWith(".class") && !file.endsWith("package-info.class"))
				.map((file) -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
				.toList();
			assertThat(readNames()).filteredOn((name) -> name.startsWith(OWN)).containsExactlyInAnyOrderElementsOf(own);
		}
	}

	/**
	 * Those of the JDK differ from one version to the next, and Log4j is not here.
	 * @throws IOException if the names cannot be read
	 */
	@Test
	void eachNameIsThatOfAClassInTheVersionsThatAreTested() throws IOException {
		assertThat(readNames()).isSorted()
			.doesNotHaveDuplicates()
			.filteredOn((name) -> !name.startsWith("java.") && !name.startsWith(LOG4J))
			.allMatch((name) -> ClassUtils.isPresent(name, null), "is a class");
	}

	@Test
	void allClassesAreLoadedOnceWhateverBecomesOfOne() throws Exception {
		given(this.coordinator.getState()).willReturn(ShutdownState.RUNNING);
		beReady(true);
		assertThat(this.classLoader.asked).containsExactlyElementsOf(readNames());
	}

	@Test
	void aShutdownThatHasBegunIsNotHeldUp() throws Exception {
		given(this.coordinator.getState()).willReturn(ShutdownState.RUNNING, ShutdownState.RUNNING,
				ShutdownState.DRAINING);
		beReady(true);
		assertThat(this.classLoader.asked).hasSize(2);
	}

	@Test
	void nothingIsLoadedWhereThatIsOff() throws Exception {
		given(this.coordinator.getState()).willReturn(ShutdownState.RUNNING);
		beReady(false);
		assertThat(this.classLoader.asked).isEmpty();
	}

	/**
	 * Another thread may initialize a class that this one is a subclass of, and needs it.
	 */
	@Test
	void noClassIsInitialized() throws Exception {
		given(this.coordinator.getState()).willReturn(ShutdownState.RUNNING);
		this.classLoader.type = Initialized.class;
		beReady(true);
		assertThat(initialized).isFalse();
	}

	/**
	 * Tell twice that an application is ready, and wait until all is loaded.
	 * @param enabled whether anything is to be loaded
	 * @throws InterruptedException if the thread is interrupted
	 */
	private void beReady(boolean enabled) throws InterruptedException {
		ShutdownClassPreloader preloader = new ShutdownClassPreloader(this.coordinator, this.classLoader, enabled);
		preloader.onApplicationEvent(mock(ApplicationReadyEvent.class));
		preloader.onApplicationEvent(mock(ApplicationReadyEvent.class));
		for (Thread thread : Thread.getAllStackTraces().keySet()) {
			if (thread.getName().equals("shutdown-classes")) {
				thread.join();
			}
		}
	}

	private static List<String> readNames() throws IOException {
		try (BufferedReader names = ShutdownClassPreloader.open()) {
			return names.lines().toList();
		}
	}

	/**
	 * Fails in each way that class loaders have.
	 */
	private static final class RecordingClassLoader extends ClassLoader {

		private final Queue<String> asked = new ConcurrentLinkedQueue<>();

		private Class<?> type = Object.class;

		@Override
		public Class<?> loadClass(String name) throws ClassNotFoundException {
			this.asked.add(name);
			switch (this.asked.size() % 4) {
				case 0 -> throw new ClassNotFoundException(name);
				case 1 -> throw new NoClassDefFoundError(name);
				case 2 -> throw new IllegalStateException(name);
				default -> {
					return this.type;
				}
			}
		}

	}

	/**
	 * Tells when it is initialized.
	 */
	private static final class Initialized {

		static {
			initialized = true;
		}

	}

}
