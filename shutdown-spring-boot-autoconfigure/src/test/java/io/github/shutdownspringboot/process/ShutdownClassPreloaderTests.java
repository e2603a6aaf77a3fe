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
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link ShutdownClassPreloader}. Whether the names are enough is tested by
 * {@code ReplacedJarIT}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ShutdownClassPreloaderTests {

	private static final String OWN = "io.github.shutdownspringboot.";

	private static final String LOG4J = "org.apache.logging.";

	private final ShutdownCoordinator coordinator = mock(ShutdownCoordinator.class);

	private final RecordingClassLoader classLoader = new RecordingClassLoader();

	private final Runnable warmUp = mock(Runnable.class);

	@Test
	void allClassesOfTheStarterAreNamed() throws IOException {
		Path classes = Path.of("target/classes");
		try (Stream<Path> files = Files.walk(classes)) {
			List<String> own = files.map((file) -> classes.relativize(file).toString())
				.filter((file) -> file.endsWith(".class") && !file.endsWith("package-info.class"))
				.map((file) -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
				.toList();
			assertThat(readNames()).containsAll(own);
			assertThat(own).containsAll(
					readNames().stream().filter((name) -> name.startsWith(OWN) && !isSynthetic(name)).toList());
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
			.filteredOn((name) -> !name.startsWith("java.") && !name.startsWith(LOG4J) && !isSynthetic(name))
			.allMatch((name) -> ClassUtils.isPresent(name, null), "is a class");
	}

	/**
	 * Compilers differ in what they need a class of their own for.
	 * @param name the name of a class
	 * @return whether a compiler may do without it
	 */
	private static boolean isSynthetic(String name) {
		return name.startsWith(OWN) && name.matches(".*\\$\\d+");
	}

	@Test
	void allClassesAreLoadedOnceWhateverBecomesOfOne() throws Exception {
		given(this.coordinator.getState()).willReturn(ShutdownState.RUNNING);
		beReady(this.classLoader, true);
		assertThat(this.classLoader.asked).containsExactlyElementsOf(readNames());
	}

	@Test
	void whatIsLoadedIsWarmedUpOnce() throws Exception {
		given(this.coordinator.getState()).willReturn(ShutdownState.RUNNING);
		List<String> askedBefore = new ArrayList<>();
		willAnswer((invocation) -> askedBefore.addAll(this.classLoader.asked)).given(this.warmUp).run();
		beReady(this.classLoader, true);
		assertThat(askedBefore).containsExactlyElementsOf(readNames());
		then(this.warmUp).should().run();
	}

	@Test
	void aWarmUpThatFailsIsNoReasonToWorry(CapturedOutput output) throws Exception {
		given(this.coordinator.getState()).willReturn(ShutdownState.RUNNING);
		willThrow(new NoClassDefFoundError("on purpose")).given(this.warmUp).run();
		beReady(this.classLoader, true);
		then(this.warmUp).should().run();
		assertThat(output).doesNotContain("on purpose");
	}

	@Test
	void aShutdownThatHasBegunIsNotHeldUp() throws Exception {
		given(this.coordinator.getState()).willReturn(ShutdownState.RUNNING, ShutdownState.RUNNING,
				ShutdownState.DRAINING);
		beReady(this.classLoader, true);
		assertThat(this.classLoader.asked).hasSize(2);
		then(this.warmUp).should(never()).run();
	}

	@Test
	void nothingIsLoadedWhereThatIsOff() throws Exception {
		given(this.coordinator.getState()).willReturn(ShutdownState.RUNNING);
		beReady(this.classLoader, false);
		assertThat(this.classLoader.asked).isEmpty();
		then(this.warmUp).should(never()).run();
	}

	/**
	 * The verifier asks whether the reader of the names is one. An initializer of a class
	 * that logs would ask for the factory of loggers.
	 * @throws Exception if the classes cannot be loaded
	 */
	@Test
	void classesAreLinkedAndNotInitialized() throws Exception {
		given(this.coordinator.getState()).willReturn(ShutdownState.RUNNING);
		DefiningClassLoader classLoader = new DefiningClassLoader();
		beReady(classLoader, true);
		assertThat(classLoader.getAsked()).contains(InputStreamReader.class.getName())
			.doesNotContain(LogFactory.class.getName());
	}

	/**
	 * Tell twice that an application is ready, and wait until all is loaded.
	 * @param classLoader what loads the classes
	 * @param enabled whether anything is to be loaded
	 * @throws InterruptedException if the thread is interrupted
	 */
	private void beReady(ClassLoader classLoader, boolean enabled) throws InterruptedException {
		ShutdownClassPreloader preloader = new ShutdownClassPreloader(this.coordinator, classLoader, this.warmUp,
				enabled);
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

		@Override
		public Class<?> loadClass(String name) throws ClassNotFoundException {
			this.asked.add(name);
			switch (this.asked.size() % 4) {
				case 0 -> throw new ClassNotFoundException(name);
				case 1 -> throw new NoClassDefFoundError(name);
				case 2 -> throw new IllegalStateException(name);
				default -> {
					return Object.class;
				}
			}
		}

	}

}
