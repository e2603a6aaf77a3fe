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

package io.github.shutdownspringboot.streamclients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A script that is run by Node, as a process of its own. It prints what its client sees,
 * one line each.
 */
public final class NodeScript implements AutoCloseable {

	private final Process process;

	private final Path output;

	private NodeScript(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	static NodeScript start(Path program, Path directory, Path output, List<String> arguments) {
		ProcessBuilder builder = new ProcessBuilder(
				Stream.concat(Stream.of(program.toString()), arguments.stream()).toList())
			.directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		// Node 18 calls its own fetch experimental
		builder.environment().put("NODE_NO_WARNINGS", "1");
		try {
			return new NodeScript(builder.start(), output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return what the script has printed so far.
	 * @return the lines
	 */
	public List<String> getOutput() {
		try {
			return Files.readAllLines(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait for the script to end by itself, as it does when nothing is left to wait for.
	 * @return its exit code
	 */
	public int awaitExit() {
		try {
			if (!this.process.waitFor(60, TimeUnit.SECONDS)) {
				throw new IllegalStateException("The script does not end: " + getOutput());
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
