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

package io.github.shutdownspringboot.streams.reactive;

import reactor.netty.http.server.HttpServerRequest;

import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.ClassUtils;

/**
 * Closes the connection of a request whose client does not read, on Netty. Of an HTTP/2
 * connection that is the one stream.
 */
final class NettyConnectionCutter {

	private static final boolean NETTY_PRESENT = ClassUtils.isPresent("reactor.netty.http.server.HttpServerRequest",
			NettyConnectionCutter.class.getClassLoader());

	private NettyConnectionCutter() {
	}

	/**
	 * Close the connection of a request. Does nothing if the server is another one.
	 * @param request the request
	 */
	static void cut(ServerHttpRequest request) {
		if (NETTY_PRESENT && request instanceof AbstractServerHttpRequest serverRequest) {
			Netty.cut(serverRequest.getNativeRequest());
		}
	}

	/**
	 * Keeps the types of Netty away from applications without it.
	 */
	private static final class Netty {

		static void cut(Object nativeRequest) {
			if (nativeRequest instanceof HttpServerRequest request) {
				request.withConnection((connection) -> connection.channel().close());
			}
		}

	}

}
