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

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Resets streams of HTTP/2 connections of Tomcat, as their client could do: whoever waits
 * to write comes back, and the connection stays for the others. To interrupt the writer
 * would have Tomcat close the connection.
 *
 * @param stream the stream
 */
record TomcatStreamCutter(Object stream) implements ConnectionCutter {

	private static final Logger logger = LoggerFactory.getLogger(TomcatStreamCutter.class);

	private static final Class<?> TYPE = type("Stream");

	private static final Field STREAM = TomcatConnectionCutter.field(type("StreamProcessor"), "stream");

	private static final Method RECEIVE_RESET = receiveReset();

	/**
	 * The error code of a stream that is not needed any more.
	 */
	private static final long CANCEL = 8;

	private static Class<?> type(String name) {
		return ClassUtils.resolveClassName("org.apache.coyote.http2." + name,
				TomcatStreamCutter.class.getClassLoader());
	}

	private static Method receiveReset() {
		Method method = ReflectionUtils.findMethod(TYPE, "receiveReset", long.class);
		Assert.state(method != null, "Streams of Tomcat cannot be reset");
		ReflectionUtils.makeAccessible(method);
		return method;
	}

	static ConnectionCutter of(ServletRequest facade) {
		return new TomcatStreamCutter(
				TomcatConnectionCutter.get(STREAM, TomcatConnectionCutter.processor(facade), TYPE));
	}

	@Override
	public void cut() {
		ReflectionUtils.invokeMethod(RECEIVE_RESET, this.stream, CANCEL);
	}

	@Override
	public boolean wakesWriter() {
		return true;
	}

	/**
	 * Tomcat takes the stream for broken, and ends the request, when a flush fails. After
	 * a write that has failed it would flush when the request is complete, and close the
	 * connection when that fails.
	 */
	@Override
	public void writerIsFree(HttpServletResponse response, Runnable completion) {
		try {
			response.flushBuffer();
		}
		catch (IOException | IllegalStateException ex) {
			logger.debug("A stream that was reset has failed", ex);
		}
		completion.run();
	}

}
