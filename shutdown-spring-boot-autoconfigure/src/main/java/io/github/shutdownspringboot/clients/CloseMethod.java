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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Calls a method that closes something, and waits until it is closed: for the future or
 * publisher that the method returns, and for the termination that {@code shutdown}
 * begins.
 *
 * @param target what is closed
 * @param method a method with no parameter, or with a boolean one that says to force it
 */
record CloseMethod(Object target, Method method) implements CloseAction {

	static final String GRACEFUL = "closeGracefully";

	static final String CLOSE = "close";

	static final String SHUTDOWN = "shutdown";

	static final String SHUTDOWN_NOW = "shutdownNow";

	@Override
	public void close() throws Throwable {
		Object result = invoke(this.method,
				(this.method.getParameterCount() == 0) ? new Object[0] : new Object[] { Boolean.TRUE });
		CloseResult.await(result);
		if (this.method.getName().equals(GRACEFUL) && Boolean.FALSE.equals(result)) {
			throw new CloseRefusedException("it returned false");
		}
		if (this.method.getName().equals(SHUTDOWN)) {
			awaitTermination();
		}
	}

	private void awaitTermination() throws Throwable {
		Method await = DestroyMethods.findPublic(this.target, "awaitTermination", long.class, TimeUnit.class);
		if (await != null && DestroyMethods.findPublic(this.target, SHUTDOWN_NOW) != null) {
			invoke(await, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
		}
	}

	private @Nullable Object invoke(Method method, Object... arguments) throws Throwable {
		ReflectionUtils.makeAccessible(method);
		try {
			return method.invoke(this.target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
