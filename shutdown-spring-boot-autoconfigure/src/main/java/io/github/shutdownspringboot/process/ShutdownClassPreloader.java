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
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.shutdownspringboot.coordinator.ShutdownThreads;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.io.ClassPathResource;

/**
 * Loads the classes that nothing but a shutdown needs as soon as the application is
 * ready, on a thread of its own. Later may be too late: where a new version has been
 * copied over the jar that the application runs from, the JVM finds no class in it any
 * more, and a shutdown ends with the first one that is missing. Besides, one that has its
 * classes is over sooner.
 * <p>
 * The names are in a resource, a line each. There are classes of Spring, the servers and
 * the logging among them; what the application does not have is passed over.
 */
class ShutdownClassPreloader implements ApplicationListener<ApplicationReadyEvent> {

	private static final Log logger = LogFactory.getLog(ShutdownClassPreloader.class);

	private static final String RESOURCE = "shutdown-classes.txt";

	private final AtomicBoolean pending;

	ShutdownClassPreloader(boolean enabled) {
		this.pending = new AtomicBoolean(enabled);
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		// A context hears of its children as well
		if (this.pending.compareAndSet(true, false)) {
			ClassLoader classLoader = event.getApplicationContext().getClassLoader();
			ShutdownThreads.newThread("shutdown-classes", () -> preload(classLoader)).start();
		}
	}

	private static void preload(@Nullable ClassLoader classLoader) {
		try (BufferedReader names = open()) {
			int loaded = 0;
			for (String name = names.readLine(); name != null; name = names.readLine()) {
				loaded += load(name, classLoader) ? 1 : 0;
			}
			logger.debug("Loaded " + loaded + " classes that only a shutdown needs");
		}
		catch (IOException ex) {
			logger.debug("The classes that only a shutdown needs are loaded by the shutdown", ex);
		}
	}

	static BufferedReader open() throws IOException {
		return new BufferedReader(
				new InputStreamReader(new ClassPathResource(RESOURCE, ShutdownClassPreloader.class).getInputStream(),
						StandardCharsets.UTF_8));
	}

	private static boolean load(String name, @Nullable ClassLoader classLoader) {
		try {
			Class.forName(name, true, classLoader);
			return true;
		}
		catch (ClassNotFoundException | LinkageError ex) {
			// Of a library, or of a version of one, that the application does not have
			return false;
		}
	}

}
