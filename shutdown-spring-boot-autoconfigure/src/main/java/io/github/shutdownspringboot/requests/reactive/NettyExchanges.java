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

package io.github.shutdownspringboot.requests.reactive;

import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.ClassUtils;

/**
 * What Netty itself does for the requests that it serves. It tells the real end of a
 * response: the last bytes are written after the handler has completed, and a server that
 * is closed before that leaves the client with a truncated body. And it closes
 * connections after a response, for which Spring would put together another pipeline of
 * operators.
 */
final class NettyExchanges {

	private static final boolean NETTY_PRESENT = ClassUtils.isPresent("reactor.netty.http.server.HttpServerRequest",
			NettyExchanges.class.getClassLoader());

	private NettyExchanges() {
	}

	/**
	 * Call something when the response to a request has ended, or its connection.
	 * @param request the request
	 * @param action what to call, once or more
	 * @return whether it will be called; not if the server is another one
	 */
	static boolean whenEnded(ServerHttpRequest request, Runnable action) {
		return NETTY_PRESENT && request instanceof AbstractServerHttpRequest serverRequest
				&& Netty.whenEnded(serverRequest.getNativeRequest(), action);
	}

	/**
	 * Return whether the server closes connections by itself when they are to be closed.
	 * @param request the request
	 * @return whether it does; not if the server is another one
	 */
	static boolean areClosing(ServerHttpRequest request) {
		return NETTY_PRESENT && request instanceof AbstractServerHttpRequest serverRequest
				&& Netty.areClosing(serverRequest.getNativeRequest());
	}

	/**
	 * Keeps the types of Netty away from applications without it.
	 */
	private static final class Netty {

		static boolean whenEnded(Object nativeRequest, Runnable action) {
			if (!(nativeRequest instanceof HttpServerRequest request)) {
				return false;
			}
			request.withConnection((connection) -> {
				if (!NettyExchangeObserver.whenEnded(connection.channel(), action)) {
					connection.onTerminate().subscribe(null, (ex) -> action.run(), action);
				}
			});
			return true;
		}

		static boolean areClosing(Object nativeRequest) {
			return nativeRequest instanceof ChannelOperations<?, ?> operations
					&& NettyExchangeObserver.isClosing(operations.channel());
		}

	}

}
