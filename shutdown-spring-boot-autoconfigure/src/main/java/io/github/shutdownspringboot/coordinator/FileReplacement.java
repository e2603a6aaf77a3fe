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

package io.github.shutdownspringboot.coordinator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Replaces a file as a whole: whoever reads it sees the one or the other, and what fails
 * leaves it as it was.
 *
 * @since 0.1.0
 */
@Internal
public final class FileReplacement {

	private FileReplacement() {
	}

	/**
	 * Replace a file, or create it and the directories above it.
	 * @param file the file
	 * @param content its new content
	 * @throws IOException if that fails
	 */
	public static void replace(Path file, String content) throws IOException {
		Path target = file.toAbsolutePath();
		Files.createDirectories(Objects.requireNonNull(target.getParent()));
		Path written = target.resolveSibling(target.getFileName() + ".tmp");
		FileChannel channel = FileChannel.open(written, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
				StandardOpenOption.TRUNCATE_EXISTING);
		try {
			write(channel, content);
			Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			// Not there any more, unless something went wrong
			Files.deleteIfExists(written);
		}
	}

	private static void write(FileChannel file, String content) throws IOException {
		try (file) {
			ByteBuffer bytes = StandardCharsets.UTF_8.encode(content);
			while (bytes.hasRemaining()) {
				file.write(bytes);
			}
			// The machine may go with the process
			file.force(true);
		}
	}

}
