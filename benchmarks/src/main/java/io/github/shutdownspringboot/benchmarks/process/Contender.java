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

package io.github.shutdownspringboot.benchmarks.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An application that is measured, not yet started.
 *
 * @param name what tables call it
 * @param javaHome the Java that runs it
 * @param arguments what follows {@code java}
 */
public record Contender(String name, Path javaHome, List<String> arguments) {

	/**
	 * What no application has on its class path: the tools of the benchmarks.
	 */
	private static final List<String> TOOLS = List.of("jmh-", "jopt-simple", "commons-math", "spring-test-");

	private static final List<String> ACTUATOR = List.of("spring-boot-starter-actuator", "spring-boot-actuator",
			"spring-boot-starter-micrometer", "spring-boot-micrometer", "spring-boot-health", "micrometer-core",
			"micrometer-jakarta9", "HdrHistogram", "LatencyUtils");

	private static final String STARTER = "shutdown-spring-boot-";

	/**
	 * What stock Spring Boot has, and what is added to it.
	 */
	public enum Equipment {

		/**
		 * Spring Boot and a web server.
		 */
		STOCK("stock", false, false),

		/**
		 * The same with the starter.
		 */
		STARTER("starter", true, false),

		/**
		 * Spring Boot with the actuator.
		 */
		STOCK_ACTUATOR("stock, actuator", false, true),

		/**
		 * The same with the starter.
		 */
		STARTER_ACTUATOR("starter, actuator", true, true);

		private final String name;

		private final boolean starter;

		private final boolean actuator;

		Equipment(String name, boolean starter, boolean actuator) {
			this.name = name;
			this.starter = starter;
			this.actuator = actuator;
		}

	}

	public static Contender springBoot(Server server, Equipment equipment, String... more) {
		List<String> arguments = new ArrayList<>();
		arguments.addAll(server.getArguments());
		arguments.addAll(List.of(more));
		return springBoot(server.getName() + ", " + equipment.name, server.getApplication(),
				(jar) -> server.uses(jar) && has(equipment, jar), arguments);
	}

	/**
	 * An application with the starter on Tomcat.
	 * @param name what tables call it
	 * @param application its main class
	 * @param arguments its arguments
	 * @return the contender
	 */
	public static Contender withStarter(String name, Class<?> application, String... arguments) {
		return springBoot(name, application, (jar) -> Server.TOMCAT.uses(jar) && has(Equipment.STARTER, jar),
				List.of(arguments));
	}

	private static boolean has(Equipment equipment, String jar) {
		return (equipment.actuator || ACTUATOR.stream().noneMatch(jar::startsWith))
				&& (equipment.starter || !jar.startsWith(STARTER));
	}

	private static Contender springBoot(String name, Class<?> application, Predicate<String> jars,
			List<String> programArguments) {
		List<String> arguments = new ArrayList<>(List.of("-Xmx2g", "-cp", classPath(jars), application.getName(),
				"--server.port=0", "--server.address=127.0.0.1"));
		arguments.addAll(programArguments);
		return new Contender(name, Path.of(System.getProperty("java.home")), List.copyOf(arguments));
	}

	private static String classPath(Predicate<String> jars) {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> isWanted(Path.of(entry), jars))
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static boolean isWanted(Path entry, Predicate<String> jars) {
		String name = jarName(entry);
		return TOOLS.stream().noneMatch(name::startsWith) && (name.startsWith("benchmarks") || jars.test(name));
	}

	/**
	 * Return the name of a jar, also where a build gives its directory of classes.
	 * @param entry an entry of the class path
	 * @return the name
	 */
	private static String jarName(Path entry) {
		boolean classes = entry.endsWith(Path.of("target", "classes"));
		return (classes ? entry.getParent().getParent() : entry).getFileName().toString();
	}

}
