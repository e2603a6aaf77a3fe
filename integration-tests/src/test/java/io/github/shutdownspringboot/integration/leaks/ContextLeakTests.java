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

package io.github.shutdownspringboot.integration.leaks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Starts and stops an application with every client many times over in one JVM. Sockets,
 * threads and memory are where they were after the first few times.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "There is a PostgreSQL for this one only")
class ContextLeakTests {

	private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	private static final int WARM_UP = 10;

	private static final int ROUNDS = 25;

	private static ServersProcess servers;

	@BeforeAll
	static void startServers(@TempDir Path directory) throws Exception {
		assumeTrue(Files.isDirectory(DESCRIPTORS), "There is no " + DESCRIPTORS + " to count open files in");
		servers = ServersProcess.start(directory);
	}

	@AfterAll
	static void stopServers() throws Exception {
		if (servers != null) {
			servers.close();
		}
	}

	@Test
	void nothingIsLeftOfApplicationsThatHaveStopped() {
		startAndStop(WARM_UP);
		Usage before = Usage.now();
		startAndStop(ROUNDS);
		// The HTTP client of the JDK keeps idle connections for 30 s
		Awaitility.await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
			Usage after = Usage.now();
			assertThat(after.descriptors().size()).as(() -> "open files, new: " + after.descriptorsBesides(before))
				.isLessThanOrEqualTo(before.descriptors().size() + 3);
			assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads() + 3);
			assertThat(after.heap()).as("heap").isLessThanOrEqualTo(before.heap() * 5 / 4);
		});
	}

	/**
	 * All contexts are garbage afterwards but the last one, which Logback holds by its
	 * environment until there is another.
	 */
	private static void startAndStop(int rounds) {
		List<WeakReference<?>> contexts = new ArrayList<>();
		for (int round = 0; round < rounds; round++) {
			contexts.add(startAndStop());
		}
		Awaitility.await().untilAsserted(() -> {
			System.gc();
			assertThat(contexts.subList(0, rounds - 1)).allSatisfy((context) -> assertThat(context.get()).isNull());
		});
	}

	private static WeakReference<?> startAndStop() {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(EveryClient.class)
			.registerShutdownHook(false)
			.bannerMode(Banner.Mode.OFF)
			.properties("server.port=0", "server.address=127.0.0.1", "logging.level.root=warn", EveryClient.ORDER,
					"spring.kafka.consumer.group-id=group", "spring.datasource.hikari.maximum-pool-size=2",
					"spring.kafka.consumer.auto-offset-reset=earliest")
			.properties(servers.getProperties())
			.run();
		ShutdownCoordinator coordinator = context.getBean(ShutdownCoordinator.class);
		EveryClient.use(context);
		context.close();
		assertThat(coordinator.getReport().outcome()).isEqualTo(ShutdownOutcome.CLEAN);
		return new WeakReference<>(context);
	}

	/**
	 * What the JVM uses.
	 */
	private record Usage(List<String> descriptors, int threads, long heap) {

		static Usage now() {
			System.gc();
			return new Usage(openFiles(), ManagementFactory.getThreadMXBean().getThreadCount(),
					ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}

		List<String> descriptorsBesides(Usage other) {
			List<String> descriptors = new ArrayList<>(this.descriptors);
			other.descriptors.forEach(descriptors::remove);
			return descriptors;
		}

		private static List<String> openFiles() {
			try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
				return descriptors.map(Usage::target).toList();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		/**
		 * Name what a descriptor is open for.
		 * @param descriptor the link of the descriptor
		 * @return the path of a file, or the kind and number of anything else
		 */
		private static String target(Path descriptor) {
			try {
				return Files.readSymbolicLink(descriptor).toString();
			}
			catch (IOException ex) {
				// The descriptor by which the directory is read is gone afterwards
				return descriptor.toString();
			}
		}

	}

}
