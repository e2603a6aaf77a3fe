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

package io.github.shutdownspringboot.streams.websocket.reactive;

import java.util.concurrent.atomic.AtomicReference;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.ClassUtils;

/**
 * A connection of Netty.
 */
interface NettyConnection {

	/**
	 * Call something when the connection is closed.
	 * @param action what to call
	 */
	void whenClosed(Runnable action);

	/**
	 * From now on, do not close the connection before the client has answered the close
	 * frame.
	 */
	void awaitAnswerToClose();

	/**
	 * Close the connection, whatever the client does.
	 */
	void cut();

	/**
	 * Find the connection of a request.
	 * @param request the request
	 * @return the connection, {@code null} if the server is another one
	 */
	static @Nullable NettyConnection of(ServerHttpRequest request) {
		return (Netty.PRESENT && request instanceof AbstractServerHttpRequest serverRequest)
				? Netty.find(serverRequest.getNativeRequest()) : null;
	}

	/**
	 * Keeps the types of Netty away from applications without it.
	 */
	final class Netty {

		private static final boolean PRESENT = ClassUtils.isPresent("reactor.netty.http.server.HttpServerRequest",
				NettyConnection.class.getClassLoader());

		private Netty() {
		}

		static @Nullable NettyConnection find(Object nativeRequest) {
			if (!(nativeRequest instanceof HttpServerRequest request)) {
				return null;
			}
			AtomicReference<Channel> channel = new AtomicReference<>();
			request.withConnection((connection) -> channel.set(connection.channel()));
			return new ChannelConnection(channel.get());
		}

	}

	/**
	 * A connection of Netty.
	 *
	 * @param channel its channel
	 */
	record ChannelConnection(Channel channel) implements NettyConnection {

		@Override
		public void whenClosed(Runnable action) {
			this.channel.closeFuture().addListener((closed) -> action.run());
		}

		@Override
		public void awaitAnswerToClose() {
			this.channel.pipeline()
				.addBefore(NettyPipeline.ReactiveBridge, "shutdownCloseAnswerAwaiter", new CloseAnswerAwaiter());
		}

		@Override
		public void cut() {
			CloseAnswerAwaiter awaiter = this.channel.pipeline().get(CloseAnswerAwaiter.class);
			if (awaiter != null) {
				awaiter.giveUp();
			}
			this.channel.close();
		}

	}

}
