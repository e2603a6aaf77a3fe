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

package io.github.shutdownspringboot.leaks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a JVM uses.
 *
 * @param descriptors open files
 * @param sockets those of them that are sockets
 * @param threads live threads
 * @param direct bytes outside of the heap
 * @param heap bytes in the heap
 */
record Usage(long descriptors, long sockets, long threads, long direct, long heap) {

	static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	private static final Pattern LINE = Pattern
		.compile("USAGE descriptors (\\d+) sockets (\\d+) threads (\\d+) direct (\\d+) heap (\\d+)");

	static Usage now() {
		List<String> targets = listDescriptors();
		// What the first collection finds unreachable may hold more
		System.gc();
		System.gc();
		return new Usage(targets.size(), targets.stream().filter((target) -> target.startsWith("socket:")).count(),
				ManagementFactory.getThreadMXBean().getThreadCount(),
				ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
					.stream()
					.filter((pool) -> pool.getName().equals("direct"))
					.mapToLong(BufferPoolMXBean::getMemoryUsed)
					.sum(),
				ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
	}

	private static List<String> listDescriptors() {
		try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
			return descriptors.map(Usage::target).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String target(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (IOException ex) {
			// That of the list itself
			return "";
		}
	}

	void print() {
		System.out.printf("USAGE descriptors %d sockets %d threads %d direct %d heap %d%n", this.descriptors,
				this.sockets, this.threads, this.direct, this.heap);
	}

	static List<Usage> parse(String log) {
		return LINE.matcher(log).results().map(Usage::of).toList();
	}

	private static Usage of(MatchResult line) {
		return new Usage(Long.parseLong(line.group(1)), Long.parseLong(line.group(2)), Long.parseLong(line.group(3)),
				Long.parseLong(line.group(4)), Long.parseLong(line.group(5)));
	}

	/**
	 * Return how much more is used in the last quarter than in the second one. The least
	 * of each counts: more than that comes and goes.
	 * @param usages what was used
	 * @param value what to look at
	 * @return the growth
	 */
	static long growth(List<Usage> usages, ToLongFunction<Usage> value) {
		int quarter = usages.size() / 4;
		return min(usages.subList(3 * quarter, usages.size()), value)
				- min(usages.subList(quarter, 2 * quarter), value);
	}

	private static long min(List<Usage> usages, ToLongFunction<Usage> value) {
		return usages.stream().mapToLong(value).min().orElseThrow();
	}

}
