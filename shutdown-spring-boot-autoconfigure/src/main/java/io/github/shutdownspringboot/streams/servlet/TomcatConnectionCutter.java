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

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.RequestFacade;
import org.apache.coyote.AbstractProcessor;
import org.apache.tomcat.util.net.Nio2Channel;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

/**
 * Closes connections of Tomcat, which gives its sockets to nobody.
 *
 * @param socket the socket of the connection
 */
record TomcatConnectionCutter(SocketWrapperBase<?> socket) implements ConnectionCutter {

	private static final Logger logger = LoggerFactory.getLogger(TomcatConnectionCutter.class);

	private static final Field REQUEST = field(RequestFacade.class, "request");

	private static final Field HOOK = field(org.apache.coyote.Request.class, "hook");

	private static final Field SOCKET = field(AbstractProcessor.class, "socketWrapper");

	static Field field(Class<?> type, String name) {
		Field field = ReflectionUtils.findField(type, name);
		Assert.state(field != null, () -> type + " has no field '" + name + "'");
		ReflectionUtils.makeAccessible(field);
		return field;
	}

	static <T> T get(Field field, Object target, Class<T> type) {
		Object value = ReflectionUtils.getField(field, target);
		Assert.isInstanceOf(type, value);
		return type.cast(value);
	}

	static boolean supports(ServletRequest request) {
		return request instanceof RequestFacade;
	}

	static ConnectionCutter of(ServletRequest facade) {
		return new TomcatConnectionCutter(get(SOCKET, processor(facade), SocketWrapperBase.class));
	}

	static AbstractProcessor processor(ServletRequest facade) {
		Request request = get(REQUEST, facade, Request.class);
		return get(HOOK, request.getCoyoteRequest(), AbstractProcessor.class);
	}

	/**
	 * Only the sending side of the channel is closed. To close the socket, or the whole
	 * channel, would have Tomcat recycle the request in the hands of the thread that
	 * writes. So that thread fails, and Tomcat does what it does for a client that is
	 * gone.
	 */
	@Override
	public void cut() {
		try {
			Object channel = this.socket.getSocket();
			if (channel instanceof NioChannel nio) {
				nio.getIOChannel().shutdownOutput();
			}
			else if (channel instanceof Nio2Channel nio2) {
				nio2.getIOChannel().shutdownOutput();
			}
		}
		catch (IOException ex) {
			logger.debug("A connection could not be closed: its client has left", ex);
		}
	}

	@Override
	public void writerIsFree(HttpServletResponse response, Runnable completion) {
		// Tomcat ends the request
	}

}
