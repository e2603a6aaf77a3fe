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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.ClassUtils;

/**
 * Closes the connection of a request whose client does not read. The servlet API has
 * nothing for that, so each server is asked in its own way. An HTTP/2 connection is left
 * open, for its streams may belong to many; whoever waits to write to the one stream is
 * interrupted, and the server resets the stream.
 */
@FunctionalInterface
interface ConnectionCutter {

	/**
	 * Close the connection. Does not block.
	 */
	void cut();

	/**
	 * Return whether the server ends an asynchronous request by itself when whoever was
	 * just writing has failed. Nobody else may touch the request then.
	 * @return whether it does
	 */
	default boolean endsRequest() {
		return false;
	}

	/**
	 * Find out how to close the connection of a request.
	 * @param request the request; not needed any more afterwards
	 * @return closes it; does nothing if nobody knows how
	 */
	static ConnectionCutter of(HttpServletRequest request) {
		return ServletHttpVersion.isHttp1(request) ? Servers.find(unwrap(request)) : Servers.NONE;
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

		private static ConnectionCutter find(ServletRequest request) {
			try {
				if (TOMCAT_PRESENT && TomcatConnectionCutter.supports(request)) {
					return TomcatConnectionCutter.of(request);
				}
				if (JETTY_PRESENT && JettyConnectionCutter.supports(request)) {
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
