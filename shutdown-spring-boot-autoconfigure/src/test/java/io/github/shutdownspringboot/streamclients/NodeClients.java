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
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

import io.github.shutdownspringboot.application.Requirement;

import org.springframework.util.FileSystemUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * The clients from npm that the scripts of {@code src/test/node} use, in the versions
 * that are locked there.
 */
public final class NodeClients {

	private static final int OLDEST_NODE = 18;

	private static final String PACKAGES = "nodejs and npm";

	/**
	 * Where they are, seen from any module.
	 */
	private static final Path SOURCES = Path.of("..", "shutdown-spring-boot-autoconfigure", "src", "test", "node");

	/**
	 * Not the source tree, which stays as it is.
	 */
	private static final Path FOLDER = Path.of("target", "node");

	/**
	 * What went wrong when the clients were installed, empty if nothing did. They are
	 * installed once, for all tests.
	 */
	private static final Supplier<String> PROBLEM = SingletonSupplier.of(NodeClients::tryToInstall);

	private final Path node;

	private NodeClients(Path node) {
		this.node = node;
	}

	/**
	 * Install the clients, unless that has been done.
	 * @return the clients
	 */
	public static NodeClients install() {
		Path node = Requirement.program(PACKAGES, "node");
		Requirement.program(PACKAGES, "npm");
		if (!PROBLEM.get().isEmpty()) {
			throw Requirement.unmet("The clients from npm cannot be installed: " + PROBLEM.get());
		}
		return new NodeClients(node);
	}

	private static String tryToInstall() {
		try {
			FileSystemUtils.copyRecursively(SOURCES, FOLDER);
			String version = run("node", "--version");
			if (Integer.parseInt(version.substring(1, version.indexOf('.'))) < OLDEST_NODE) {
				return "Node %d or later is needed, this is %s".formatted(OLDEST_NODE, version);
			}
			run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--prefer-offline");
			return "";
		}
		catch (IOException | RuntimeException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	private static String run(String program, String... arguments) {
		try (NodeScript script = NodeScript.start(Requirement.program(PACKAGES, program), FOLDER,
				FOLDER.resolve(program + ".log"), List.of(arguments))) {
			int exitCode = script.awaitExit();
			String output = String.join("\n", script.getOutput());
			if (exitCode != 0) {
				throw new IllegalStateException(output);
			}
			return output;
		}
	}

	/**
	 * Start a script.
	 * @param script the name of its file
	 * @param directory where its output is written
	 * @param uri its argument: the address of what it reads
	 * @return the process
	 */
	public NodeScript start(String script, Path directory, URI uri) {
		return NodeScript.start(this.node, FOLDER, directory.resolve(script + ".log"), List.of(script, uri.toString()));
	}

}
