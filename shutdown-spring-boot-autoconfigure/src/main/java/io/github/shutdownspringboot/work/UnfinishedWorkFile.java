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

package io.github.shutdownspringboot.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.shutdownspringboot.coordinator.SingleLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link UnfinishedWorkHandler} that appends unfinished work to the file
 * {@code shutdown.work.unfinished-file}, one JSON object a line, and gives it back to the
 * application when that has started again. A file belongs to one instance of the
 * application.
 *
 * @since 0.1.0
 */
public final class UnfinishedWorkFile implements UnfinishedWorkHandler {

	private static final Logger logger = LoggerFactory.getLogger(UnfinishedWorkFile.class);

	private final Path file;

	/**
	 * Holds what is being reloaded, until all of it has been taken: it is not lost when
	 * the process dies.
	 */
	private final Path reloading;

	/**
	 * Held while the file is moved or appended to, and never while the application is
	 * called.
	 */
	private final Object monitor = new Object();

	UnfinishedWorkFile(Path file) {
		this.file = file.toAbsolutePath();
		this.reloading = this.file.resolveSibling(this.file.getFileName() + ".reloading");
	}

	@Override
	public void handle(List<UnfinishedWork> unfinished) throws IOException {
		append(this.file, unfinished.stream().map(UnfinishedWorkJson::write).toList());
	}

	/**
	 * Set while somebody reloads: nobody else is given the same work.
	 */
	private final AtomicBoolean busy = new AtomicBoolean();

	/**
	 * Take back what earlier runs of the application have left unfinished, the oldest
	 * first. What a consumer has taken is forgotten; what it throws an exception for, and
	 * lines that cannot be read, are logged and kept for the next time. Work may be given
	 * a second time if the process dies in the middle. An error ends it, and what was not
	 * taken until then is kept. While one thread reloads, others are given nothing.
	 * @param consumer takes one piece of work, on this thread
	 * @return how many it has taken
	 * @throws UncheckedIOException if the file cannot be read or written
	 */
	public int reload(Consumer<UnfinishedWork> consumer) {
		if (!this.busy.compareAndSet(false, true)) {
			return 0;
		}
		try {
			return reload(claim(), consumer);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot reload unfinished work from " + this.file, ex);
		}
		finally {
			this.busy.set(false);
		}
	}

	private int reload(List<String> lines, Consumer<UnfinishedWork> consumer) throws IOException {
		List<String> kept = new ArrayList<>(lines);
		try {
			for (String line : lines) {
				if (reload(line, consumer)) {
					kept.remove(line);
				}
			}
		}
		finally {
			append(this.file, kept);
			Files.deleteIfExists(this.reloading);
		}
		return lines.size() - kept.size();
	}

	private static boolean reload(String line, Consumer<UnfinishedWork> consumer) {
		try {
			consumer.accept(UnfinishedWorkJson.read(line));
			return true;
		}
		catch (RuntimeException ex) {
			logger.warn("Unfinished work could not be taken and is kept: {}", SingleLine.of(line), ex);
			return false;
		}
	}

	/**
	 * Move what is in the file to where it is not appended to.
	 * @return the lines that are there now
	 * @throws IOException if that fails
	 */
	private List<String> claim() throws IOException {
		synchronized (this.monitor) {
			if (Files.exists(this.file)) {
				if (Files.exists(this.reloading)) {
					// Left by a process that died: its work comes first
					append(this.reloading, readLines(this.file));
					Files.delete(this.file);
				}
				else {
					Files.move(this.file, this.reloading, StandardCopyOption.ATOMIC_MOVE);
				}
			}
			return Files.exists(this.reloading) ? readLines(this.reloading) : List.of();
		}
	}

	private static List<String> readLines(Path file) throws IOException {
		// The end of the file may be torn, even within a character
		return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines()
			.filter((line) -> !line.isBlank())
			.toList();
	}

	private void append(Path target, List<String> lines) throws IOException {
		if (lines.isEmpty()) {
			return;
		}
		synchronized (this.monitor) {
			Files.createDirectories(Objects.requireNonNull(target.getParent()));
			try (FileChannel channel = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.READ,
					StandardOpenOption.WRITE)) {
				append(channel, String.join("\n", lines) + "\n");
			}
		}
	}

	private static void append(FileChannel channel, String text) throws IOException {
		long end = channel.size();
		ByteBuffer bytes = StandardCharsets.UTF_8.encode(endsTorn(channel, end) ? "\n" + text : text);
		while (bytes.hasRemaining()) {
			end += channel.write(bytes, end);
		}
		// The process may be killed, and the machine may go with it
		channel.force(true);
	}

	/**
	 * Whether the last line was not written to its end: it must not tear the next one.
	 * @param channel the file
	 * @param end its size
	 * @return whether there is no end of line
	 * @throws IOException if it cannot be read
	 */
	private static boolean endsTorn(FileChannel channel, long end) throws IOException {
		ByteBuffer last = ByteBuffer.allocate(1);
		return end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n';
	}

}
