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

package io.github.shutdownspringboot.process;

import java.io.BufferedReader;
import java.io.IOException;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.util.ClassUtils;

/**
 * Loads the classes of the starter that an application needs when it starts, in the
 * background as soon as Spring Boot has prepared the environment. Loading them is half of
 * what the starter adds to a start.
 * <p>
 * The names are in a resource, a line each, in the order in which they are needed. Spring
 * looks at what each of them declares, which the JVM finds out here as well. What needs a
 * library that the application does not have is passed over.
 */
final class StartupClassPreinitializer implements BackgroundPreinitializer {

	private static final String RESOURCE = "startup-classes.txt";

	private final @Nullable ClassLoader classLoader;

	StartupClassPreinitializer() {
		this(StartupClassPreinitializer.class.getClassLoader());
	}

	StartupClassPreinitializer(@Nullable ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	@Override
	public void preinitialize() throws IOException {
		// Spares the search for what all classes of a package need
		boolean servlet = ClassUtils.isPresent("jakarta.servlet.Servlet", this.classLoader);
		boolean reactive = ClassUtils.isPresent("org.springframework.web.reactive.DispatcherHandler", this.classLoader);
		try (BufferedReader names = open()) {
			String name = names.readLine();
			while (name != null) {
				if ((servlet || !name.contains(".servlet.")) && (reactive || !name.contains(".reactive."))) {
					load(name);
				}
				name = names.readLine();
			}
		}
	}

	static BufferedReader open() throws IOException {
		return ShutdownClassPreloader.open(RESOURCE);
	}

	private void load(String name) {
		try {
			Class<?> type = Class.forName(name, false, this.classLoader);
			type.getDeclaredMethods();
			type.getDeclaredFields();
		}
		catch (ClassNotFoundException | LinkageError ex) {
			// Of no use to this application
		}
	}

}
