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

package io.github.shutdownspringboot.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownReportSink;
import io.github.shutdownspringboot.coordinator.ShutdownTimeline;

/**
 * Writes the summary of the shutdown where Kubernetes looks for the last words of a
 * container, so that {@code kubectl describe pod} has them. The file is there if it is to
 * be written; it is a mount, so it is not replaced.
 */
final class TerminationLog implements ShutdownReportSink {

	/**
	 * What Kubernetes keeps of the message of one container.
	 */
	private static final int MAX_BYTES = 4096;

	/**
	 * The last line, if there are too many.
	 */
	private static final byte[] MORE = "  ...\n".getBytes(StandardCharsets.UTF_8);

	private final Path file;

	TerminationLog(Path file) {
		this.file = file;
	}

	@Override
	public void keep(ShutdownReport report) throws IOException {
		if (Files.exists(this.file)) {
			Files.write(this.file, shorten(describe(report)));
		}
	}

	private static String describe(ShutdownReport report) {
		double seconds = (report.elapsed() != null) ? report.elapsed().toNanos() / 1e9 : 0;
		List<String> lines = new ArrayList<>(ShutdownTimeline.draw(report));
		lines.addAll(ShutdownTimeline.listUnfinished(report));
		return String.format(Locale.ROOT, "Shutdown %s after %.3f s, started by %s, id %s%n%s%n", report.outcome(),
				seconds, report.trigger(), report.shutdownId(), String.join(System.lineSeparator(), lines));
	}

	private static byte[] shorten(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		if (bytes.length <= MAX_BYTES) {
			return bytes;
		}
		int end = MAX_BYTES - MORE.length;
		while (bytes[end - 1] != '\n') {
			// No line is that long
			end--;
		}
		byte[] shortened = Arrays.copyOf(bytes, end + MORE.length);
		System.arraycopy(MORE, 0, shortened, end, MORE.length);
		return shortened;
	}

}
