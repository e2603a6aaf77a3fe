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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.shutdownspringboot.coordinator.FileReplacement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.Assert;

/**
 * {@link ShutdownHistory} in a file, one JSON object a line, the oldest first. The file
 * is replaced as a whole, so that whoever reads it never sees half a line, and a full
 * disk leaves it as it was. It is read again before that: runs may overlap, and one that
 * ends later than the next begins is not to be forgotten. Lines that are none of ours are
 * skipped; a file that has them is copied before it is replaced.
 */
final class FileShutdownHistory implements ShutdownHistory {

	private static final Logger logger = LoggerFactory.getLogger(FileShutdownHistory.class);

	/**
	 * No history is as long as this.
	 */
	private static final long MAX_BYTES = 16L * 1024 * 1024;

	/**
	 * No line of ours is as long as this: what a stage has thrown is shortened.
	 */
	private static final int MAX_LINE = 1024 * 1024;

	private final Path file;

	private final int size;

	private volatile InMemoryShutdownHistory entries;

	private boolean foreign;

	FileShutdownHistory(Path file, int size) {
		this.file = file.toAbsolutePath();
		this.size = size;
		this.entries = new InMemoryShutdownHistory(size);
		load();
	}

	private void load() {
		try {
			if (Files.exists(this.file)) {
				load(readLines());
			}
		}
		catch (IOException ex) {
			foreign("The shutdown history {} cannot be read: {}", this.file, ex.toString());
		}
	}

	private void load(List<String> lines) {
		InMemoryShutdownHistory loaded = new InMemoryShutdownHistory(this.size);
		int unreadable = 0;
		for (String line : lines) {
			try {
				Assert.isTrue(line.length() <= MAX_LINE, "The line is too long");
				loaded.add(HistoryJson.read(line));
			}
			catch (RuntimeException ex) {
				logger.debug("Not a line of the shutdown history", ex);
				unreadable++;
			}
		}
		this.entries = loaded;
		if (unreadable > 0) {
			foreign("{} of the lines of the shutdown history {} cannot be read and are skipped", unreadable, this.file);
		}
	}

	private void foreign(String warning, Object... arguments) {
		if (!this.foreign) {
			logger.warn(warning, arguments);
		}
		this.foreign = true;
	}

	private List<String> readLines() throws IOException {
		if (Files.size(this.file) > MAX_BYTES) {
			throw new IOException("it is too large");
		}
		// The bytes of a foreign file need not be UTF-8
		return new String(Files.readAllBytes(this.file), StandardCharsets.UTF_8).lines()
			.filter((line) -> !line.isBlank())
			.toList();
	}

	@Override
	public synchronized void add(Entry entry) throws IOException {
		load();
		this.entries.add(entry);
		if (this.foreign && Files.exists(this.file)) {
			Files.copy(this.file, this.file.resolveSibling(this.file.getFileName() + ".unreadable"),
					StandardCopyOption.REPLACE_EXISTING);
			this.foreign = false;
		}
		FileReplacement.replace(this.file, toLines());
	}

	private String toLines() {
		List<Entry> oldestFirst = new ArrayList<>(this.entries.getEntries());
		Collections.reverse(oldestFirst);
		StringBuilder lines = new StringBuilder();
		oldestFirst.forEach((entry) -> lines.append(HistoryJson.write(entry)).append('\n'));
		return lines.toString();
	}

	@Override
	public List<Entry> getEntries() {
		return this.entries.getEntries();
	}

}
