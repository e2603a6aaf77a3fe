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

package io.github.shutdownspringboot.benchmarks.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An application on another framework, which is built when it is measured.
 */
public enum Peer {

	/**
	 * Armeria.
	 */
	ARMERIA("Armeria", 17),

	/**
	 * Micronaut on Netty.
	 */
	MICRONAUT("Micronaut", 17),

	/**
	 * Quarkus with its REST.
	 */
	QUARKUS("Quarkus", 17),

	/**
	 * Helidon SE, on virtual threads.
	 */
	HELIDON("Helidon SE", 21);

	private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

	private final String name;

	private final int java;

	Peer(String name, int java) {
		this.name = name;
		this.java = java;
	}

	public String getName() {
		return this.name;
	}

	/**
	 * Build the application with Maven.
	 * @param peers where the projects are
	 * @return what can be started
	 * @throws IOException if it cannot be built; the message tells why
	 * @throws InterruptedException if it takes too long for somebody
	 */
	public Contender build(Path peers) throws IOException, InterruptedException {
		Path project = peers.resolve(name().toLowerCase(Locale.ROOT)).toAbsolutePath();
		Path javaHome = javaHome();
		ProcessBuilder builder = new ProcessBuilder("mvn", "-B", "-q", "-f", project.resolve("pom.xml").toString(),
				"package")
			.redirectErrorStream(true);
		builder.environment().put("JAVA_HOME", javaHome.toString());
		File output = File.createTempFile("peer", ".log");
		Process process = builder.redirectOutput(output).start();
		boolean ended = process.waitFor(10, TimeUnit.MINUTES);
		process.destroy();
		String log = Files.readString(output.toPath(), StandardCharsets.UTF_8);
		Files.delete(output.toPath());
		if (!ended || process.exitValue() != 0) {
			throw new IOException("it does not build: "
					+ log.lines().filter((line) -> line.contains("ERROR")).findFirst().orElse("no error was reported"));
		}
		return new Contender(this.name + " " + version(project) + ((this.java > 17) ? ", Java " + major(javaHome) : ""),
				javaHome, arguments(project));
	}

	private static List<String> arguments(Path project) {
		Path target = project.resolve("target");
		Path quarkus = target.resolve("quarkus-app").resolve("quarkus-run.jar");
		if (Files.exists(quarkus)) {
			return List.of("-Xmx2g", "-jar", quarkus.toString());
		}
		return List.of("-Xmx2g", "-cp", target.resolve("classes") + File.pathSeparator + target.resolve("lib") + "/*",
				"peer.Main");
	}

	private static String version(Path project) throws IOException {
		return Files.readString(project.resolve("pom.xml"))
			.replaceFirst("(?s).*\\.version>([^<]+)</.*?\\.version>.*", "$1");
	}

	/**
	 * Return the Java that runs the benchmarks or, if that is too old, one that stands
	 * beside it.
	 * @return its home
	 * @throws IOException if there is none
	 */
	private Path javaHome() throws IOException {
		if (Runtime.version().feature() >= this.java) {
			return JAVA_HOME;
		}
		try (Stream<Path> homes = Files.list(JAVA_HOME.getParent())) {
			return homes
				.filter((home) -> Files.exists(home.resolve("bin").resolve("javac")) && major(home) >= this.java)
				.findFirst()
				.orElseThrow(() -> new IOException("it needs Java " + this.java));
		}
	}

	private static int major(Path javaHome) {
		try {
			return Files.readString(javaHome.resolve("release"))
				.lines()
				.filter((line) -> line.startsWith("JAVA_VERSION="))
				.mapToInt((line) -> Integer.parseInt(line.replaceFirst(".*\"(\\d+).*", "$1")))
				.findFirst()
				.orElse(0);
		}
		catch (IOException ex) {
			return 0;
		}
	}

}
