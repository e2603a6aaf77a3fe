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

package io.github.shutdownspringboot.streams.servlet;

import io.github.shutdownspringboot.http.servlet.ServletHttpVersion;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.ClassUtils;

/**
 * Closes the connection of a request whose client does not read. The servlet API has
 * nothing for that, so each server is asked in its own way. An HTTP/2 connection is left
 * open, for its streams may belong to many; only the one stream is reset: on Tomcat by a
 * cutter, on Jetty by the server, when whoever waits to write is interrupted.
 */
@FunctionalInterface
interface ConnectionCutter {

	/**
	 * Close the connection. Does not block.
	 */
	void cut();

	/**
	 * Whoever was just writing has come back, on this thread: see to it that the request
	 * ends. A server may do so by itself; nobody else may touch the request then.
	 * @param response the response
	 * @param completion completes the request if it is asynchronous
	 */
	default void writerIsFree(HttpServletResponse response, Runnable completion) {
		completion.run();
	}

	/**
	 * Return whether whoever is just writing comes back when the connection is closed.
	 * @return whether it does; otherwise it has to be interrupted
	 */
	default boolean wakesWriter() {
		return false;
	}

	/**
	 * Find out how to close the connection of a request.
	 * @param request the request; not needed any more afterwards
	 * @return closes it; does nothing if nobody knows how
	 */
	static ConnectionCutter of(HttpServletRequest request) {
		return Servers.find(unwrap(request), ServletHttpVersion.isHttp1(request));
	}

	private static ServletRequest unwrap(ServletRequest request) {
		ServletRequest unwrapped = request;
		while (unwrapped instanceof ServletRequestWrapper wrapper) {
			unwrapped = wrapper.getRequest();
		}
		return unwrapped;
	}

	/**
	 * Keeps the types of a server away from applications without it.
	 */
	final class Servers {

		private static final Logger logger = LoggerFactory.getLogger(ConnectionCutter.class);

		private static final ConnectionCutter NONE = () -> logger.debug("Only the writer is interrupted");

		private static final boolean TOMCAT_PRESENT = isPresent("org.apache.catalina.connector.RequestFacade");

		private static final boolean JETTY_PRESENT = isPresent("org.eclipse.jetty.ee11.servlet.ServletApiRequest");

		private Servers() {
		}

		private static boolean isPresent(String className) {
			return ClassUtils.isPresent(className, ConnectionCutter.class.getClassLoader());
		}

		private static ConnectionCutter find(ServletRequest request, boolean http1) {
			try {
				if (TOMCAT_PRESENT && TomcatConnectionCutter.supports(request)) {
					return http1 ? TomcatConnectionCutter.of(request) : TomcatStreamCutter.of(request);
				}
				if (http1 && JETTY_PRESENT && JettyConnectionCutter.supports(request)) {
					return JettyConnectionCutter.of(request);
				}
			}
			catch (RuntimeException | LinkageError ex) {
				logger.debug("The server is not as expected: its connections cannot be closed", ex);
			}
			return NONE;
		}

	}

}
