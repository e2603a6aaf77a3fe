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

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The process of the {@link Servers}.
 */
final class ServersProcess implements AutoCloseable {

	private final Process process;

	private final String[] properties;

	private ServersProcess(Process process, String[] properties) {
		this.process = process;
		this.properties = properties;
	}

	/**
	 * Start the servers and wait until they can be used.
	 * @param directory where they may write
	 * @return the process
	 * @throws IOException if it cannot be started
	 */
	static ServersProcess start(Path directory) throws IOException {
		Path properties = directory.resolve("properties");
		File log = directory.resolve("servers.log").toFile();
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-classpath", System.getProperty("java.class.path"), Servers.class.getName(), properties.toString(),
				Files.createDirectory(directory.resolve("data")).toString())
			.redirectErrorStream(true)
			.redirectOutput(log)
			.start();
		try {
			Awaitility.await()
				.atMost(Duration.ofMinutes(2))
				.failFast(() -> assertThat(process.isAlive()).as(() -> contents(log)).isTrue())
				.untilAsserted(() -> assertThat(properties).as(() -> contents(log)).exists());
		}
		catch (RuntimeException | Error ex) {
			destroy(process);
			throw ex;
		}
		return new ServersProcess(process, Files.readAllLines(properties).toArray(String[]::new));
	}

	private static String contents(File log) {
		try {
			return Files.readString(log.toPath());
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	/**
	 * End it with the databases, which are processes of their own.
	 * @param process the process
	 */
	private static void destroy(Process process) {
		process.descendants().forEach(ProcessHandle::destroyForcibly);
		process.destroyForcibly();
	}

	/**
	 * Return what an application has to know to use the servers.
	 * @return names and values of properties
	 */
	String[] getProperties() {
		return this.properties;
	}

	@Override
	public void close() throws IOException, InterruptedException {
		this.process.getOutputStream().close();
		if (!this.process.waitFor(1, TimeUnit.MINUTES)) {
			destroy(this.process);
		}
	}

}
