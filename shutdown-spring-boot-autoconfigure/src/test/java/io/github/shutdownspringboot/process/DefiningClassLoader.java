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

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;

/**
 * Defines the classes of the starter anew, and knows which classes the JVM has asked for.
 */
final class DefiningClassLoader extends ClassLoader {

	private static final String OWN = "io.github.shutdownspringboot.";

	private final Set<String> asked = new HashSet<>();

	DefiningClassLoader() {
		super(DefiningClassLoader.class.getClassLoader());
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		boolean first = this.asked.add(name);
		return (first && name.startsWith(OWN)) ? define(name) : super.loadClass(name, resolve);
	}

	private Class<?> define(String name) throws ClassNotFoundException {
		try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
			byte[] content = file.readAllBytes();
			return defineClass(name, content, 0, content.length);
		}
		catch (IOException ex) {
			throw new ClassNotFoundException(name, ex);
		}
	}

	Set<String> getAsked() {
		return this.asked;
	}

}
