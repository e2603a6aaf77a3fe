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

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.LoggingSystem;

/**
 * What there is to know of the JVM at its end, and how to bring that about.
 */
class Jvm {

	private final AtomicReference<@Nullable Long> exitNoticedAtNanos = new AtomicReference<>();

	/**
	 * Ask in the only way there is: a JVM that is exiting takes no more hooks.
	 * @return whether it is exiting
	 */
	boolean isExiting() {
		Thread hook = new Thread();
		try {
			Runtime.getRuntime().addShutdownHook(hook);
			Runtime.getRuntime().removeShutdownHook(hook);
			return false;
		}
		catch (IllegalStateException | OutOfMemoryError ex) {
			// Nothing is allocated there but the exception
			return true;
		}
	}

	/**
	 * Call something when the JVM begins to exit, or at once.
	 * @param action what to call
	 * @return takes it back, if it was not called
	 */
	Runnable whenExiting(Runnable action) {
		Thread hook = new Thread(action, "shutdown-exit");
		try {
			Runtime.getRuntime().addShutdownHook(hook);
		}
		catch (IllegalStateException | OutOfMemoryError ex) {
			action.run();
		}
		return () -> remove(hook);
	}

	private static void remove(Thread hook) {
		try {
			Runtime.getRuntime().removeShutdownHook(hook);
		}
		catch (IllegalStateException ex) {
			// It is being called
		}
	}

	/**
	 * Return how long the JVM has been exiting, by whoever has asked first.
	 * @param nanoTime the time now
	 * @return the time since that
	 */
	Duration exitingFor(long nanoTime) {
		this.exitNoticedAtNanos.compareAndSet(null, nanoTime);
		return Duration.ofNanos(nanoTime - Objects.requireNonNull(this.exitNoticedAtNanos.get()));
	}

	/**
	 * Let the logging system write what it still holds, as Spring Boot does at the end.
	 * Nothing is logged after that.
	 */
	void flushLogs() {
		Runnable handler = LoggingSystem.get(Jvm.class.getClassLoader()).getShutdownHandler();
		if (handler != null) {
			handler.run();
		}
		System.out.flush();
		System.err.flush();
	}

	/**
	 * End the process. No hook is waited for, none that has not begun is run.
	 * @param code the exit code
	 */
	void halt(int code) {
		Runtime.getRuntime().halt(code);
	}

}
