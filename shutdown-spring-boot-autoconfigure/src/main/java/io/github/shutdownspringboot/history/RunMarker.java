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

package io.github.shutdownspringboot.history;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.shutdownspringboot.coordinator.FileReplacement;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is there as long as the application is, and is touched as a sign of life.
 * If the next start finds it, the run before it was not shut down to the end. It says
 * which process it belongs to, which shutdown has begun and whether its deadline has
 * passed, a line each. A run that overlaps with the next one leaves the file to that.
 */
final class RunMarker {

	private static final Logger logger = LoggerFactory.getLogger(RunMarker.class);

	private static final Duration INTERVAL = Duration.ofSeconds(10);

	/**
	 * No mark of ours is as long as this.
	 */
	private static final int MAX_BYTES = 4096;

	private static final String PROCESS = describe(ProcessHandle.current());

	private final Path file;

	private final ShutdownClock clock;

	private final Object monitor = new Object();

	private List<String> lines = List.of(PROCESS);

	private boolean removed;

	RunMarker(Path file, ShutdownClock clock) {
		this.file = file.toAbsolutePath();
		this.clock = clock;
	}

	/**
	 * Find out how the run before this one ended.
	 * @return that it crashed or was ended by force, or {@code null} if it came to its
	 * end
	 */
	ShutdownHistory.@Nullable Entry findCrash() {
		try {
			if (!Files.exists(this.file)) {
				return null;
			}
			List<String> lines = readLines();
			if (isAlive(lines.isEmpty() ? "" : lines.get(0))) {
				logger.warn("The shutdown history is used by another application as well: {}", this.file);
				return null;
			}
			return toEntry(lines, Files.getLastModifiedTime(this.file).toInstant());
		}
		catch (IOException ex) {
			logger.warn("Cannot tell how the run before this one ended: {}", ex.toString());
			return null;
		}
	}

	private List<String> readLines() throws IOException {
		try (InputStream input = Files.newInputStream(this.file)) {
			return new String(input.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).lines().toList();
		}
	}

	private static ShutdownHistory.Entry toEntry(List<String> lines, Instant lastSign) {
		String shutdownId = null;
		String trigger = null;
		Instant startedAt = null;
		if (lines.size() > 3) {
			shutdownId = lines.get(1);
			trigger = lines.get(2);
			startedAt = parse(lines.get(3));
		}
		Duration duration = (startedAt != null && startedAt.isBefore(lastSign)) ? Duration.between(startedAt, lastSign)
				: null;
		// Too slow to write the history in the last moment
		boolean forced = lines.size() > 4 && lines.get(4).equals(ShutdownOutcome.FORCED.name());
		return new ShutdownHistory.Entry(forced ? ShutdownOutcome.FORCED : ShutdownOutcome.CRASHED, shutdownId, trigger,
				startedAt, lastSign, duration, List.of());
	}

	private static @Nullable Instant parse(String instant) {
		try {
			return Instant.parse(instant);
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	/**
	 * Whether a process is still there. Its number is not enough: in a container it is
	 * always the same.
	 * @param process what it is described as
	 * @return whether it is there
	 */
	private static boolean isAlive(String process) {
		try {
			Optional<ProcessHandle> handle = ProcessHandle.of(Long.parseLong(process.split(" ", 2)[0]));
			return handle.isPresent() && handle.get().isAlive() && describe(handle.get()).equals(process);
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	private static String describe(ProcessHandle process) {
		return process.pid() + " " + process.info().startInstant().map(Instant::toString).orElse("unknown");
	}

	/**
	 * Put the file in place, and keep it alive.
	 */
	void create() {
		try {
			write();
			this.clock.schedule(INTERVAL, this::beat);
		}
		catch (IOException ex) {
			logger.warn("A crash of this application will not be noticed: {}", ex.toString());
		}
	}

	private void beat() {
		// A disk may hang, and the clock must not. The next beat waits for this one
		ShutdownThreads.newThread("shutdown-history", () -> {
			if (touch()) {
				this.clock.schedule(INTERVAL, this::beat);
			}
		}).start();
	}

	private boolean touch() {
		synchronized (this.monitor) {
			if (this.removed) {
				return false;
			}
			try {
				if (isOwn()) {
					Files.setLastModifiedTime(this.file, FileTime.from(this.clock.now()));
				}
			}
			catch (IOException ex) {
				logger.debug("No sign of life", ex);
			}
			return true;
		}
	}

	/**
	 * A shutdown has begun: a process that is killed from now on was killed in the middle
	 * of it.
	 * @param report the shutdown
	 */
	void shutdownStarted(ShutdownReport report) {
		// Listeners share the thread that this is called on, and the disk may hang
		ShutdownThreads.newThread("shutdown-history", () -> mark(report)).start();
	}

	private void mark(ShutdownReport report) {
		synchronized (this.monitor) {
			this.lines = List.of(PROCESS, String.valueOf(report.shutdownId()), String.valueOf(report.trigger()),
					String.valueOf(report.startedAt()));
			try {
				rewrite();
			}
			catch (IOException ex) {
				logger.debug("Cannot mark that the shutdown has begun", ex);
			}
		}
	}

	/**
	 * The process will be ended, maybe before the history is written.
	 * @throws IOException if that cannot be marked
	 */
	void deadlinePassed() throws IOException {
		synchronized (this.monitor) {
			List<String> lines = new ArrayList<>(this.lines);
			lines.add(ShutdownOutcome.FORCED.name());
			this.lines = lines;
			rewrite();
		}
	}

	private void rewrite() throws IOException {
		if (!this.removed && isOwn()) {
			write();
		}
	}

	private boolean isOwn() throws IOException {
		return Files.exists(this.file) && readLines().stream().findFirst().equals(Optional.of(PROCESS));
	}

	private void write() throws IOException {
		synchronized (this.monitor) {
			FileReplacement.replace(this.file, String.join("\n", this.lines) + "\n");
			Files.setLastModifiedTime(this.file, FileTime.from(this.clock.now()));
		}
	}

	/**
	 * The run has ended as it should.
	 */
	void remove() {
		synchronized (this.monitor) {
			this.removed = true;
			try {
				if (isOwn()) {
					Files.delete(this.file);
				}
			}
			catch (IOException ex) {
				logger.debug("Cannot remove the mark of this run", ex);
			}
		}
	}

}
