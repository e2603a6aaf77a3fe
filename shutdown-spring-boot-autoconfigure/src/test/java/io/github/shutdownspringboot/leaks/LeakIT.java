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

package io.github.shutdownspringboot.leaks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.shutdownspringboot.application.ApplicationProcess;
import io.github.shutdownspringboot.application.HttpProbe;
import io.github.shutdownspringboot.application.TestServer;
import io.github.shutdownspringboot.application.fleet.FleetApplication;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Starts and stops an application many times over, in one JVM and in processes. What it
 * uses in the last quarter is what it used in the second one.
 */
@Tag("leaks")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
class LeakIT {

	private static final int CYCLES = 200;

	private static final int PROCESSES = 50;

	/**
	 * Spring Boot remembers applications that have ended until memory is short, which is
	 * no leak.
	 */
	private static final String NO_SOFT_MEMORIES = "-XX:SoftRefLRUPolicyMSPerMB=0";

	@TempDir
	private Path directory;

	@BeforeAll
	static void openFilesCanBeCounted() {
		assumeTrue(Files.isDirectory(Usage.DESCRIPTORS),
				"There is no " + Usage.DESCRIPTORS + " to count open files in");
	}

	@ParameterizedTest
	@EnumSource(TestServer.class)
	void nothingIsLeftOfApplicationsInOneJvm(TestServer server) {
		try (ApplicationProcess cycles = ApplicationProcess.launch(server, Cycles.class, 0, this.directory,
				List.of("-Dcycles=" + CYCLES, "-Xmx256m", "-XX:+UseSerialGC", NO_SOFT_MEMORIES))) {
			assertThat(cycles.awaitExit(Duration.ofMinutes(20))).as(cycles.getLog()).isZero();
			List<Usage> usages = Usage.parse(cycles.getLog());
			assertThat(usages).hasSize(CYCLES);
			System.out.printf("%s, %d cycles: after the first quarter %s, at the end %s%n", server, CYCLES,
					usages.get(CYCLES / 4), usages.get(CYCLES - 1));
			assertThat(Usage.growth(usages, Usage::descriptors)).as("open files").isLessThan(5);
			assertThat(Usage.growth(usages, Usage::sockets)).as("sockets").isLessThan(5);
			assertThat(Usage.growth(usages, Usage::threads)).as("threads").isLessThan(5);
			assertThat(Usage.growth(usages, Usage::direct)).as("direct memory").isLessThan(1024 * 1024);
			assertThat(Usage.growth(usages, Usage::heap)).as("heap").isLessThan(2 * 1024 * 1024);
		}
	}

	/**
	 * All of them have one port and one directory, so that what one leaves is in the way
	 * of the next.
	 * @throws IOException if there is no port
	 */
	@Test
	void nothingIsLeftOfProcesses() throws IOException {
		int port = freePort();
		Path temporary = Files.createDirectory(this.directory.resolve("tmp"));
		List<Long> files = new ArrayList<>();
		for (int i = 0; i < PROCESSES; i++) {
			TestServer server = TestServer.values()[i % TestServer.values().length];
			try (ApplicationProcess application = ApplicationProcess.launch(server, FleetApplication.class, port,
					this.directory, List.of("-Djava.io.tmpdir=" + temporary, "-XX:-UsePerfData"),
					"--shutdown.history.file=" + this.directory.resolve("history.jsonl"),
					"--shutdown.history.size=5")) {
				application.awaitStart();
				assertThat(application.getPort()).isEqualTo(port);
				assertThat(new HttpProbe(port).get("/quick").join().body()).isEqualTo("quick");
				application.terminate();
				assertThat(application.awaitExit()).isEqualTo(143);
				assertThat(application.getLog()).contains("Shutdown completed: CLEAN");
			}
			try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
				assertThat(socket.isBound()).isTrue();
			}
			files.add(countFiles());
		}
		System.out.printf("%d processes: %d files after the first, %d after the last%n", PROCESSES, files.get(0),
				files.get(PROCESSES - 1));
		assertThat(files.get(PROCESSES - 1)).as("files").isLessThanOrEqualTo(files.get(PROCESSES / 2));
		assertThat(Files.readAllLines(this.directory.resolve("history.jsonl"))).hasSize(5);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private long countFiles() throws IOException {
		try (Stream<Path> files = Files.walk(this.directory)) {
			return files.count();
		}
	}

}
