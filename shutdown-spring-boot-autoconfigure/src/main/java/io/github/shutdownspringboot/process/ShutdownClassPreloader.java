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

import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import io.github.shutdownspringboot.coordinator.ShutdownThreads;
import io.github.shutdownspringboot.coordinator.ShutdownWarmUp;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.io.ClassPathResource;

/**
 * Loads the classes that a shutdown needs as soon as the application is ready, on a
 * thread of its own. Later may be too late: where a new version has been copied over the
 * jar that the application runs from, the JVM finds no class in it any more, and a
 * shutdown ends with the first one that is missing. Besides, one that has its classes is
 * over sooner, and sooner still after a {@link ShutdownWarmUp}, which comes next.
 * <p>
 * The names are in a resource, a line each: all classes of the starter, and those of the
 * JDK, Spring, the servers and the logging that an application has no use for until it
 * stops. What it does not have is passed over.
 * <p>
 * Classes are loaded and linked, not initialized: two threads of which one initializes a
 * class and the other a subclass that the first needs wait for each other forever, so an
 * initializer runs where the application or its shutdown would have run it, or the
 * warm-up, which does what a shutdown does.
 */
class ShutdownClassPreloader implements ApplicationListener<ApplicationReadyEvent> {

	private static final Log logger = LogFactory.getLog(ShutdownClassPreloader.class);

	private static final String RESOURCE = "shutdown-classes.txt";

	private final ShutdownCoordinator coordinator;

	private final @Nullable ClassLoader classLoader;

	private final Runnable warmUp;

	private final AtomicBoolean pending;

	/**
	 * Create a new preloader.
	 * @param coordinator tells whether there still is time to load anything
	 * @param classLoader what loads the classes
	 * @param warmUp what comes next
	 * @param enabled whether it does anything
	 */
	ShutdownClassPreloader(ShutdownCoordinator coordinator, @Nullable ClassLoader classLoader, Runnable warmUp,
			boolean enabled) {
		this.coordinator = coordinator;
		this.classLoader = classLoader;
		this.warmUp = warmUp;
		this.pending = new AtomicBoolean(enabled);
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		// A context hears of its children as well
		if (this.pending.compareAndSet(true, false)) {
			ShutdownThreads.newThread("shutdown-classes", this::prepare).start();
		}
	}

	private void prepare() {
		preload();
		// A shutdown that has begun does not wait
		if (this.coordinator.getState() == ShutdownState.RUNNING) {
			warmUp();
		}
	}

	private void preload() {
		try (BufferedReader names = open()) {
			int loaded = 0;
			String name = names.readLine();
			// A shutdown that has begun loads what it needs sooner
			while (name != null && this.coordinator.getState() == ShutdownState.RUNNING) {
				loaded += load(name) ? 1 : 0;
				name = names.readLine();
			}
			logger.debug("Loaded " + loaded + " classes for the shutdown");
		}
		catch (IOException ex) {
			logger.debug("The classes for the shutdown are loaded when it begins", ex);
		}
	}

	private void warmUp() {
		try {
			this.warmUp.run();
			logger.debug("Warmed up for the shutdown");
		}
		catch (Throwable ex) {
			logger.debug("Could not warm up for the shutdown", ex);
		}
	}

	static BufferedReader open() throws IOException {
		return open(RESOURCE);
	}

	static BufferedReader open(String resource) throws IOException {
		return new BufferedReader(
				new InputStreamReader(new ClassPathResource(resource, ShutdownClassPreloader.class).getInputStream(),
						StandardCharsets.UTF_8));
	}

	private boolean load(String name) {
		try {
			link(Class.forName(name, false, this.classLoader));
			return true;
		}
		catch (ClassNotFoundException | LinkageError ex) {
			// Of a library, or of a version of one, that the application does not have
			return false;
		}
		catch (RuntimeException ex) {
			// What the class loader of an executable jar throws when it has been replaced
			logger.debug("Class " + name + " cannot be loaded", ex);
			return false;
		}
	}

	/**
	 * Have the JVM verify a class, for which it loads others that no name is needed for.
	 * It does so before it tells what a class declares.
	 * @param type the class
	 */
	private static void link(Class<?> type) {
		type.getDeclaredConstructors();
	}

}
