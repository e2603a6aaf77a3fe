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

package io.github.shutdownspringboot.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Stream;

import com.sun.management.UnixOperatingSystemMXBean;

import org.springframework.boot.SpringBootVersion;

/**
 * What the figures were measured on.
 */
final class Machine {

	private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'");

	private Machine() {
	}

	static String describe() {
		long memory = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
			.getTotalMemorySize() >> 30;
		return "%d processors of %s, %d GB, %s %s; %s %s; Spring Boot %s".formatted(
				Runtime.getRuntime().availableProcessors(), processor(), memory, System.getProperty("os.name"),
				System.getProperty("os.version"), System.getProperty("java.vm.vendor"),
				System.getProperty("java.vm.version"), SpringBootVersion.getVersion());
	}

	private static String processor() {
		try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
			return lines.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.findFirst()
				.orElse("an unknown kind");
		}
		catch (IOException ex) {
			return "an unknown kind";
		}
	}

	static String now() {
		return LocalDateTime.now(ZoneOffset.UTC).format(MINUTES);
	}

	/**
	 * Return how busy the machine is.
	 * @return the mean number of threads that wanted to run in the last minute
	 */
	static String load() {
		return String.format(Locale.ROOT, "%.1f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
	}

	/**
	 * Return whether this process and its children may have that many sockets.
	 * @param sockets the number
	 * @return whether they may
	 */
	static boolean allows(int sockets) {
		return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
				&& unix.getMaxFileDescriptorCount() > sockets + 500;
	}

}
