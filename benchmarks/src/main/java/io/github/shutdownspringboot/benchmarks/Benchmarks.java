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
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;

import io.github.shutdownspringboot.benchmarks.report.Table;

/**
 * Measures everything, or the parts that are named, and writes {@code RESULTS.md}. With
 * {@code --quick} it measures as little as shows that it works, and writes to
 * {@code target} only.
 */
public final class Benchmarks {

	private static final List<Part> PARTS = List.of(new MicroPart(), new StartPart(), new ExitPart(), new StreamsPart(),
			new LoadPart(), new GrowthPart(), new PeersPart());

	private Benchmarks() {
	}

	public static void main(String[] arguments) throws Exception {
		List<String> given = Arrays.stream(arguments).filter((argument) -> !argument.isBlank()).toList();
		boolean quick = given.contains("--quick");
		List<String> names = given.stream().filter((argument) -> !argument.startsWith("--")).toList();
		List<String> known = PARTS.stream().map(Part::getName).toList();
		if (!known.containsAll(names)) {
			throw new IllegalArgumentException("The parts are " + known + ", not " + names);
		}
		Path module = Files.isDirectory(Path.of("benchmarks")) ? Path.of("benchmarks") : Path.of("");
		// Kept, unlike what is in "target": the parts need not be measured on one day
		Path fragments = module.resolve(quick ? "target/results-quick" : "results");
		for (Part part : PARTS) {
			if (names.contains(part.getName()) || (names.isEmpty() && !given.contains("--report"))) {
				measure(part, new Repetitions(quick), fragments);
			}
		}
		write(fragments, quick ? fragments : module);
	}

	private static void measure(Part part, Repetitions repetitions, Path fragments) throws Exception {
		Findings findings = new Findings(fragments, part.getName());
		String before = Machine.load();
		String begun = Machine.now();
		part.measure(repetitions, findings);
		findings.write("*" + begun + ", load average before %s.*".formatted(before));
	}

	/**
	 * Put together what all parts have found, in this run or an earlier one.
	 * @param fragments where the parts write
	 * @param directory where the whole is written
	 * @throws IOException if it cannot be written
	 */
	private static void write(Path fragments, Path directory) throws IOException {
		Properties reasons = new Properties();
		try (InputStream input = Benchmarks.class.getResourceAsStream("reasons.properties")) {
			reasons.load(input);
		}
		Table goals = new Table("goal", "measured", "");
		StringBuilder parts = new StringBuilder();
		List<String> missing = new ArrayList<>();
		for (Part part : PARTS) {
			Path text = fragments.resolve(part.getName() + ".md");
			if (!Files.exists(text)) {
				missing.add(part.getName());
				continue;
			}
			parts.append("## ").append(title(part)).append("\n\n").append(Files.readString(text));
			for (String line : Files.readAllLines(fragments.resolve(part.getName() + ".goals"))) {
				String[] goal = line.split("\t");
				boolean met = Boolean.parseBoolean(goal[3]);
				goals.row(goal[1], goal[2],
						met ? "met" : "**missed**: " + reasons.getProperty(goal[0], "not known why"));
			}
		}
		if (!missing.isEmpty()) {
			parts.append("Not measured yet: ").append(String.join(", ", missing)).append(".");
		}
		Files.createDirectories(directory);
		Files.writeString(directory.resolve("RESULTS.md"),
				"""
						# Results

						Measured on %s.

						Medians, with the quartiles in brackets. What is compared was measured in turns. The clients run beside the
						application on the same processors, on loopback.

						## Goals

						%s
						%s"""
					.formatted(Machine.describe(), goals, parts.toString().stripTrailing() + "\n"));
		copyPlots(fragments, directory.resolve("plots"));
		System.out.println("Written: " + directory.resolve("RESULTS.md").toAbsolutePath());
	}

	private static String title(Part part) {
		return part.getName().substring(0, 1).toUpperCase(Locale.ROOT) + part.getName().substring(1);
	}

	private static void copyPlots(Path from, Path to) throws IOException {
		try (Stream<Path> files = Files.list(from)) {
			for (Path plot : files.filter((file) -> file.toString().endsWith(".svg")).toList()) {
				Files.createDirectories(to);
				Files.copy(plot, to.resolve(plot.getFileName()), StandardCopyOption.REPLACE_EXISTING);
			}
		}
	}

}
