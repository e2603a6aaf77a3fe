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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An application that runs as a process of its own, on loopback and on a port of its
 * choice. All moments are those of {@link System#nanoTime()}.
 */
public final class RunningApplication implements AutoCloseable {

	private static final Pattern READY = Pattern.compile("READY (\\d+)|Listening on: http://127\\.0\\.0\\.1:(\\d+)");

	private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

	private static final Pattern CLASS = Pattern.compile("(?m)^\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+(\\S+)");

	private static final int KEPT_LINES = 200;

	private final Contender contender;

	private final Process process;

	private final List<String> log = new ArrayList<>();

	private final long startedAt;

	private final CompletableFuture<Long> readyAt = new CompletableFuture<>();

	private final CompletableFuture<Long> exitedAt = new CompletableFuture<>();

	private volatile int port;

	private RunningApplication(Contender contender) {
		this.contender = contender;
		List<String> command = new ArrayList<>();
		command.add(contender.javaHome().resolve("bin").resolve("java").toString());
		command.addAll(contender.arguments());
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().keySet().removeIf((name) -> name.equals("JAVA_TOOL_OPTIONS"));
		this.startedAt = System.nanoTime();
		try {
			this.process = builder.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Start an application, and wait until it is ready.
	 * @param contender what to start
	 * @return the application
	 */
	public static RunningApplication start(Contender contender) {
		RunningApplication application = new RunningApplication(contender);
		application.watch("output", application::readOutput);
		application.watch("exit", application::awaitProcess);
		try {
			application.readyAt.get(180, TimeUnit.SECONDS);
			return application;
		}
		catch (ExecutionException | TimeoutException ex) {
			application.close();
			throw new IllegalStateException(contender.name() + " does not start: " + application.getLog(), ex);
		}
		catch (InterruptedException ex) {
			application.close();
			throw new IllegalStateException(ex);
		}
	}

	private void watch(String what, Runnable watcher) {
		Thread thread = new Thread(watcher, what + " of " + this.contender.name());
		thread.setDaemon(true);
		thread.start();
	}

	private void readOutput() {
		try (BufferedReader output = this.process.inputReader(StandardCharsets.UTF_8)) {
			String line = output.readLine();
			while (line != null) {
				Matcher ready = READY.matcher(line);
				if (ready.find()) {
					this.port = Integer.parseInt((ready.group(1) != null) ? ready.group(1) : ready.group(2));
					this.readyAt.complete(System.nanoTime());
				}
				keep(line);
				line = output.readLine();
			}
		}
		catch (IOException ex) {
			keep(ex.toString());
		}
	}

	private void keep(String line) {
		synchronized (this.log) {
			if (this.log.size() < KEPT_LINES) {
				this.log.add(line);
			}
		}
	}

	private void awaitProcess() {
		try {
			this.process.waitFor();
			this.exitedAt.complete(System.nanoTime());
			this.readyAt.completeExceptionally(new IllegalStateException("It has exited"));
		}
		catch (InterruptedException ex) {
			this.exitedAt.completeExceptionally(ex);
		}
	}

	public String getLog() {
		synchronized (this.log) {
			return String.join("\n", this.log);
		}
	}

	public int getPort() {
		return this.port;
	}

	/**
	 * Return the time from the start of the process until it was ready.
	 * @return the time in milliseconds
	 */
	public double getStartUpMillis() {
		return millis(this.startedAt, this.readyAt.join());
	}

	/**
	 * Collect the garbage and return what is left on the heap.
	 * @return the bytes
	 */
	public long getLiveHeap() {
		Matcher total = TOTAL.matcher(histogram());
		if (!total.find()) {
			throw new IllegalStateException("There is no total");
		}
		return Long.parseLong(total.group(1));
	}

	/**
	 * Collect the garbage and return the bytes of all objects of some classes.
	 * @param prefix how the names of the classes begin
	 * @return the bytes
	 */
	public long getLiveHeap(String prefix) {
		return CLASS.matcher(histogram())
			.results()
			.filter((line) -> line.group(2).startsWith(prefix))
			.mapToLong((line) -> Long.parseLong(line.group(1)))
			.sum();
	}

	private String histogram() {
		try {
			Process jcmd = new ProcessBuilder(this.contender.javaHome().resolve("bin").resolve("jcmd").toString(),
					Long.toString(this.process.pid()), "GC.class_histogram")
				.redirectErrorStream(true)
				.start();
			return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the time that all threads of the process have been running.
	 * @return the time
	 */
	public Duration getCpuTime() {
		return this.process.info().totalCpuDuration().orElseThrow();
	}

	/**
	 * Send SIGTERM.
	 * @return when
	 */
	public long terminate() {
		long now = System.nanoTime();
		this.process.destroy();
		return now;
	}

	/**
	 * Wait for the end of the process.
	 * @return when it was
	 */
	public long awaitExit() {
		try {
			return this.exitedAt.get(90, TimeUnit.SECONDS);
		}
		catch (ExecutionException | TimeoutException | InterruptedException ex) {
			throw new IllegalStateException(this.contender.name() + " does not stop: " + getLog(), ex);
		}
	}

	public static double millis(long from, long to) {
		return (to - from) / 1e6;
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
