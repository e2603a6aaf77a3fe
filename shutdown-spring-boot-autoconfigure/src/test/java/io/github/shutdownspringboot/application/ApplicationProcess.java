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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

import org.springframework.util.FileSystemUtils;

/**
 * An application that runs as a process of its own, on loopback and on a port of its
 * choice.
 */
public final class ApplicationProcess implements AutoCloseable {

	private static final Pattern STARTED = Pattern.compile("started on port (\\d+)");

	private static final Pattern STARTED_APPLICATION = Pattern.compile("Started \\w+ in ");

	static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	/**
	 * As Spring Boot's own Maven plugin does: none of these processes lives for long.
	 */
	private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

	private static final long SIGINT_BIT = 1 << 1;

	private final Process process;

	private final Path log;

	private ApplicationProcess(Process process, Path log) {
		this.process = process;
		this.log = log;
	}

	/**
	 * Start an application with the JVM that runs the test, and wait until it is ready.
	 * @param server the server to start it on
	 * @param directory where its log is written
	 * @param arguments its arguments
	 * @return the process
	 */
	public static ApplicationProcess start(TestServer server, Path directory, String... arguments) {
		return start(server, server.getApplication(), directory, arguments);
	}

	/**
	 * Start an application with the JVM that runs the test, and wait until it is ready.
	 * @param server the server to start it on
	 * @param application its main class
	 * @param directory where its log is written
	 * @param arguments its arguments
	 * @return the process
	 */
	public static ApplicationProcess start(TestServer server, Class<?> application, Path directory,
			String... arguments) {
		return start(server, application, 0, directory, arguments);
	}

	/**
	 * Start an application with the JVM that runs the test, and wait until it is ready.
	 * @param server the server to start it on
	 * @param application its main class
	 * @param port its port, 0 for any
	 * @param directory where its log is written
	 * @param arguments its arguments
	 * @return the process
	 */
	public static ApplicationProcess start(TestServer server, Class<?> application, int port, Path directory,
			String... arguments) {
		return start(server::uses, application, directory,
				Stream.concat(Stream.of("--server.port=" + port, "--server.address=127.0.0.1"), Stream.of(arguments)));
	}

	/**
	 * Start an application with the JVM and the class path of the test, and wait until it
	 * is ready.
	 * @param application its main class
	 * @param directory an empty directory to run it in
	 * @param arguments its arguments
	 * @return the process
	 */
	public static ApplicationProcess start(Class<?> application, Path directory, String... arguments) {
		return start((jar) -> true, application, directory, Stream.of(arguments));
	}

	/**
	 * Start an application from copies of its files with the JVM that runs the test, and
	 * wait until it is ready.
	 * @param server the server to start it on
	 * @param files where the copies are written
	 * @param directory where its log is written
	 * @param arguments its arguments
	 * @return the process
	 */
	public static ApplicationProcess startFromCopies(TestServer server, Path files, Path directory,
			String... arguments) {
		List<String> copies = new ArrayList<>();
		for (String entry : getClassPath(server::uses).split(File.pathSeparator)) {
			Path copy = files.resolve(Integer.toString(copies.size())).resolve(Path.of(entry).getFileName());
			try {
				Files.createDirectories(copy.getParent());
				FileSystemUtils.copyRecursively(Path.of(entry), copy);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			copies.add(copy.toString());
		}
		return start(directory, command(String.join(File.pathSeparator, copies), List.of(), server.getApplication(),
				Stream.concat(Stream.of("--server.port=0", "--server.address=127.0.0.1"), Stream.of(arguments))));
	}

	/**
	 * Start an application that has no web server with the JVM that runs the test, and
	 * wait until it is ready.
	 * @param application its main class
	 * @param directory an empty directory to run it in
	 * @param arguments its arguments
	 * @return the process
	 */
	public static ApplicationProcess startWithoutServer(Class<?> application, Path directory, String... arguments) {
		return start((jar) -> true, application, directory,
				Stream.concat(Stream.of("--spring.main.web-application-type=none", "--spring.main.keep-alive=true"),
						Stream.of(arguments)));
	}

	/**
	 * Start an application that was processed ahead of time with the JVM that runs the
	 * test, and wait until it is ready.
	 * @param application the application
	 * @param directory where its log is written
	 * @param arguments its arguments
	 * @return the process
	 */
	public static ApplicationProcess startAheadOfTime(AheadOfTimeApplication application, Path directory,
			String... arguments) {
		List<String> command = new ArrayList<>(List.of(JAVA, "-Dspring.aot.enabled=true", "-cp",
				application.getClassPath(), application.getMainClass(), "--server.port=0", "--server.address=127.0.0.1",
				TestServer.VIRTUAL_THREADS));
		command.addAll(List.of(arguments));
		return start(directory, command);
	}

	static String getClassPath(Predicate<String> jars) {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> jars.test(new File(entry).getName()))
			.collect(Collectors.joining(File.pathSeparator));
	}

	/**
	 * Start an application with options of its JVM, and do not wait until it is ready.
	 * @param server the server to start it on
	 * @param application its main class
	 * @param port its port, 0 for any
	 * @param directory where its log is written
	 * @param options the options of the JVM
	 * @param arguments its arguments
	 * @return the process
	 */
	public static ApplicationProcess launch(TestServer server, Class<?> application, int port, Path directory,
			List<String> options, String... arguments) {
		return launch(directory, command(getClassPath(server::uses), options, application,
				Stream.concat(Stream.of("--server.port=" + port, "--server.address=127.0.0.1"), Stream.of(arguments))));
	}

	private static ApplicationProcess start(Predicate<String> jars, Class<?> application, Path directory,
			Stream<String> arguments) {
		return start(directory, command(getClassPath(jars), List.of(), application, arguments));
	}

	private static List<String> command(String classPath, List<String> options, Class<?> application,
			Stream<String> arguments) {
		List<String> command = new ArrayList<>(List.of(JAVA, QUICK_START));
		command.addAll(options);
		command.addAll(List.of("-cp", classPath, application.getName(), TestServer.VIRTUAL_THREADS));
		command.addAll(arguments.toList());
		return command;
	}

	/**
	 * Start an application from its jar with the JVM that runs the test, and wait until
	 * it is ready.
	 * @param jar the jar
	 * @param directory the directory to run it in, where its log is written
	 * @param arguments its arguments
	 * @return the process
	 */
	public static ApplicationProcess startJar(Path jar, Path directory, String... arguments) {
		List<String> command = new ArrayList<>(List.of(JAVA, "-jar", jar.toAbsolutePath().toString()));
		command.addAll(List.of(arguments));
		return start(directory, command);
	}

	private static ApplicationProcess start(Path directory, List<String> command) {
		ApplicationProcess started = launch(directory, command);
		started.awaitStart();
		return started;
	}

	private static ApplicationProcess launch(Path directory, List<String> command) {
		Path log = directory.resolve("application.log");
		try {
			Process process = new ProcessBuilder(command).directory(directory.toFile())
				.redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
			return new ApplicationProcess(process, log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait until the application is ready, or its process has ended.
	 */
	public void awaitStart() {
		try {
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> STARTED_APPLICATION.matcher(getLog()).find() || !isAlive());
		}
		catch (RuntimeException ex) {
			// Nobody else knows of it
			close();
			throw ex;
		}
	}

	public int getPort() {
		return getPort(0);
	}

	/**
	 * Return the port of a management server of its own, which starts after the other.
	 * @return the port
	 */
	public int getManagementPort() {
		return getPort(1);
	}

	private int getPort(int number) {
		return STARTED.matcher(getLog())
			.results()
			.skip(number)
			.mapToInt((started) -> Integer.parseInt(started.group(1)))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("The application did not start: " + getLog()));
	}

	public String getLog() {
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
	public void terminate() {
		this.process.destroy();
	}

	/**
	 * Send SIGINT, as Ctrl+C does.
	 */
	public void interrupt() {
		try {
			new ProcessBuilder("kill", "-INT", Long.toString(this.process.pid())).start().waitFor();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return whether SIGINT does anything: a job that was started in the background
	 * ignores it, and so does all that it starts.
	 * @return whether the process heeds it, as far as that can be told
	 */
	public boolean isInterruptible() {
		try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(this.process.pid()), "status"))) {
			return lines.filter((line) -> line.startsWith("SigIgn:"))
				.noneMatch((line) -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & SIGINT_BIT) != 0);
		}
		catch (IOException ex) {
			return true;
		}
	}

	public boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Send SIGKILL, and wait for the end of the process.
	 */
	public void kill() {
		this.process.destroyForcibly();
		awaitExit();
	}

	/**
	 * Wait for the end of the process.
	 * @return its exit code
	 */
	public int awaitExit() {
		return awaitExit(Duration.ofSeconds(60));
	}

	/**
	 * Wait for the end of the process.
	 * @param timeout how long to wait at most
	 * @return its exit code
	 */
	public int awaitExit(Duration timeout) {
		try {
			if (!this.process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS)) {
				throw new IllegalStateException("The application does not stop: " + getLog());
			}
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Wait for something that the application does, such as to answer.
	 * @param <T> the type of what it does
	 * @param future what it does
	 * @return what it has done
	 */
	public <T> T await(Future<T> future) {
		try {
			return future.get(60, TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException("The application is still at it: " + getLog(), ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("The application has failed: " + getLog(), ex);
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
