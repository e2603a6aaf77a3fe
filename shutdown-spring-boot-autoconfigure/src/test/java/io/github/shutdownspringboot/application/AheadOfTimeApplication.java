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

package io.github.shutdownspringboot.application;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * An application whose beans were found and whose sources were generated ahead of time,
 * by what {@code mvn spring-boot:process-aot} runs.
 */
public final class AheadOfTimeApplication {

	private static final String PROCESSOR = "org.springframework.boot.SpringApplicationAotProcessor";

	private final Class<?> mainClass;

	private final String classPath;

	private final Path resources;

	private AheadOfTimeApplication(Class<?> mainClass, String classPath, Path resources) {
		this.mainClass = mainClass;
		this.classPath = classPath;
		this.resources = resources;
	}

	/**
	 * Process an application.
	 * @param server the server that it is to run on
	 * @param directory where to put what is generated
	 * @return what can be started
	 */
	public static AheadOfTimeApplication process(TestServer server, Path directory) {
		Path sources = directory.resolve("sources");
		Path resources = directory.resolve("resources");
		Path classes = directory.resolve("classes");
		String classPath = ApplicationProcess.getClassPath(server::uses);
		Class<?> mainClass = server.getApplication();
		try {
			for (Path output : List.of(sources, resources, classes)) {
				Files.createDirectories(output);
			}
			generate(directory,
					List.of(ApplicationProcess.JAVA, "-cp", classPath, PROCESSOR, mainClass.getName(),
							sources.toString(), resources.toString(), classes.toString(), "com.example",
							"ahead-of-time", TestServer.VIRTUAL_THREADS));
			compile(sources, classPath, classes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new AheadOfTimeApplication(mainClass,
				classes + File.pathSeparator + resources + File.pathSeparator + classPath, resources);
	}

	private static void generate(Path directory, List<String> command) throws IOException {
		Path log = directory.resolve("processing.log");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		try {
			if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
				throw new IllegalStateException("The processing failed: " + Files.readString(log));
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static void compile(Path sources, String classPath, Path classes) throws IOException {
		List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-parameters", "-cp",
				classes + File.pathSeparator + classPath, "-d", classes.toString()));
		try (Stream<Path> files = Files.walk(sources)) {
			files.filter((file) -> file.toString().endsWith(".java")).map(Path::toString).forEach(arguments::add);
		}
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
			throw new IllegalStateException("What was generated does not compile");
		}
	}

	String getMainClass() {
		return this.mainClass.getName();
	}

	String getClassPath() {
		return this.classPath;
	}

	/**
	 * Return what a native image would be told.
	 * @return metadata in JSON
	 */
	public String getNativeMetadata() {
		try (Stream<Path> files = Files.walk(this.resources)) {
			StringBuilder metadata = new StringBuilder();
			for (Path file : files.filter((file) -> file.toString().endsWith(".json")).toList()) {
				metadata.append(Files.readString(file));
			}
			return metadata.toString();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
