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

package io.github.shutdownspringboot.clients;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Clients are closed in an application that does not have Reactive Streams.
 */
class ReactiveStreamsAbsenceTests {

	private final ClassLoader classLoader = new WithoutReactiveStreams();

	@Test
	void registrationsAreMadeAndResultsAreWaitedFor() throws Exception {
		Class<?> registration = load("ClientRegistration");
		assertThat(registration.getClassLoader()).isSameAs(this.classLoader);
		assertThat(registration.getDeclaredMethods()).extracting(Method::getName).contains("ofPublisher");
		AtomicInteger closed = new AtomicInteger();
		Object client = registration.getMethod("of", String.class, AutoCloseable.class)
			.invoke(null, "a", (AutoCloseable) closed::incrementAndGet);
		Method getCloseAction = registration.getDeclaredMethod("getCloseAction");
		getCloseAction.setAccessible(true);
		Method close = load("CloseAction").getDeclaredMethod("close");
		close.setAccessible(true);
		close.invoke(getCloseAction.invoke(client));
		assertThat(closed).hasValue(1);
		Method await = load("CloseResult").getDeclaredMethod("await", Object.class);
		await.setAccessible(true);
		await.invoke(null, "no future");
	}

	@Test
	void whatNeedsReactiveStreamsReallyCannotBeLoadedHere() {
		assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(() -> load("PublisherResult"));
	}

	private Class<?> load(String name) throws ClassNotFoundException {
		return Class.forName(getClass().getPackageName() + "." + name, true, this.classLoader);
	}

	/**
	 * Loads the classes under test itself, and finds no Reactive Streams.
	 */
	private static final class WithoutReactiveStreams extends ClassLoader {

		WithoutReactiveStreams() {
			super(ReactiveStreamsAbsenceTests.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (name.startsWith("org.reactivestreams.")) {
				throw new ClassNotFoundException(name);
			}
			if (!name.startsWith(ReactiveStreamsAbsenceTests.class.getPackageName() + ".")) {
				return super.loadClass(name, resolve);
			}
			Class<?> loaded = findLoadedClass(name);
			if (loaded != null) {
				return loaded;
			}
			try (InputStream stream = getResourceAsStream(name.replace('.', '/') + ".class")) {
				byte[] bytes = stream.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

}
