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
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.shutdownspringboot.benchmarks.report.Plot;
import io.github.shutdownspringboot.benchmarks.report.Table;

/**
 * What one part has found, written down at once: a run that is cut loses one part only.
 */
final class Findings {

	private final Path directory;

	private final String name;

	private final StringBuilder text = new StringBuilder();

	private final StringBuilder goals = new StringBuilder();

	Findings(Path directory, String name) {
		this.directory = directory;
		this.name = name;
	}

	Findings paragraph(String paragraph) {
		this.text.append(paragraph).append("\n\n");
		return this;
	}

	Findings table(Table table) {
		this.text.append(table).append('\n');
		return this;
	}

	Findings plot(String file, String description, Plot plot) throws IOException {
		Files.createDirectories(this.directory);
		Files.writeString(this.directory.resolve(file + ".svg"), plot.toSvg());
		return paragraph("![" + description + "](plots/" + file + ".svg)");
	}

	/**
	 * Say how a goal stands.
	 * @param key names the goal where the reasons are kept
	 * @param goal the goal in words
	 * @param measured what was measured
	 * @param met whether it is met
	 */
	void goal(String key, String goal, String measured, boolean met) {
		this.goals.append(String.join("\t", key, goal, measured, Boolean.toString(met))).append('\n');
		System.out.println((met ? "met:    " : "MISSED: ") + goal + ": " + measured);
	}

	void progress(String message) {
		System.out.println("[" + this.name + "] " + message);
	}

	void write(String heading) throws IOException {
		Files.createDirectories(this.directory);
		Files.writeString(this.directory.resolve(this.name + ".md"), heading + "\n\n" + this.text);
		Files.writeString(this.directory.resolve(this.name + ".goals"), this.goals);
	}

}
