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

package io.github.shutdownspringboot.integration.observability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;

/**
 * An {@link ObservedApplication} that runs as a process of its own, with a management
 * port of its own.
 */
final class ObservedProcess implements AutoCloseable {

	private static final Pattern PORTS = Pattern.compile(ObservedApplication.PORTS + " (\\d+) (\\d+)");

	private final Process process;

	private final Path log;

	private final int port;

	private final int managementPort;

	private ObservedProcess(Process process, Path log) {
		this.process = process;
		this.log = log;
		Matcher ports = awaitPorts();
		this.port = Integer.parseInt(ports.group(1));
		this.managementPort = Integer.parseInt(ports.group(2));
	}

	/**
	 * Start the application, and wait until it is ready.
	 * @param directory where its log is written
	 * @param managementPort the management port, 0 for one of its choice
	 * @param arguments its arguments
	 * @return the process
	 */
	static ObservedProcess start(Path directory, int managementPort, String... arguments) {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), ObservedApplication.class.getName(), "--server.port=0",
				"--server.address=127.0.0.1", "--management.server.port=" + managementPort,
				"--management.server.address=127.0.0.1", "--management.endpoints.web.exposure.include=prometheus",
				"--management.otlp.metrics.export.enabled=false"));
		command.addAll(List.of(arguments));
		Path log = directory.resolve("application.log");
		try {
			return new ObservedProcess(
					new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Matcher awaitPorts() {
		try {
			return Awaitility.await()
				.atMost(Duration.ofMinutes(2))
				.failFast("The application did not start", () -> !this.process.isAlive())
				.until(() -> PORTS.matcher(getLog()), Matcher::find);
		}
		catch (RuntimeException ex) {
			close();
			throw new IllegalStateException(getLog(), ex);
		}
	}

	int getPort() {
		return this.port;
	}

	int getManagementPort() {
		return this.managementPort;
	}

	String getLog() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Send SIGTERM.
	 */
	void terminate() {
		this.process.destroy();
	}

	/**
	 * Wait for the end of the process.
	 * @return its exit code
	 */
	int awaitExit() {
		try {
			if (!this.process.waitFor(60, TimeUnit.SECONDS)) {
				throw new IllegalStateException("The application does not stop: " + getLog());
			}
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
