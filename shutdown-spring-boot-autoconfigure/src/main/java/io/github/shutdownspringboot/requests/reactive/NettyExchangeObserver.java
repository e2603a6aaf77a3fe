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

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerState;

/**
 * Hears of the end of each response from Netty itself, and has its connection closed
 * after it if connections are to be closed. To subscribe to the end for each request,
 * {@link Connection#onTerminate()}, subscribes to the end of the connection as well,
 * which was a third of what the starter cost a request.
 */
final class NettyExchangeObserver implements ConnectionObserver {

	private static final AttributeKey<AtomicReference<@Nullable Runnable>> WHEN_ENDED = AttributeKey
		.valueOf(NettyExchangeObserver.class, "WHEN_ENDED");

	private static final AttributeKey<Boolean> CLOSING = AttributeKey.valueOf(NettyExchangeObserver.class, "CLOSING");

	private final NettyConnectionClosing connectionClosing;

	private final NettyHttp2EventLoops http2Loops;

	/**
	 * Make an observer.
	 * @param closing whether connections are to be closed after the response that is on
	 * its way; asked for each response on the thread of its connection
	 * @param http2Loops has the loops of the connections that are closed otherwise
	 */
	NettyExchangeObserver(BooleanSupplier closing, NettyHttp2EventLoops http2Loops) {
		this.connectionClosing = new NettyConnectionClosing(closing);
		this.http2Loops = http2Loops;
	}

	@Override
	public void onStateChange(Connection connection, State newState) {
		if (newState == HttpServerState.REQUEST_RECEIVED) {
			if (!connection.channel().hasAttr(WHEN_ENDED)) {
				prepare(connection);
			}
		}
		else if (newState == State.DISCONNECTING) {
			AtomicReference<@Nullable Runnable> whenEnded = connection.channel().attr(WHEN_ENDED).get();
			if (whenEnded != null) {
				end(whenEnded);
			}
		}
	}

	/**
	 * A connection has one request at a time, and one of HTTP/2 a channel for each, which
	 * has another way to say goodbye.
	 * @param connection what serves the request
	 */
	private void prepare(Connection connection) {
		Channel channel = connection.channel();
		AtomicReference<@Nullable Runnable> whenEnded = new AtomicReference<>();
		channel.attr(WHEN_ENDED).set(whenEnded);
		channel.closeFuture().addListener((future) -> end(whenEnded));
		if (connection instanceof HttpServerRequest request && request.version().majorVersion() == 1) {
			channel.pipeline().addAfter(NettyPipeline.HttpTrafficHandler, null, this.connectionClosing);
			channel.attr(CLOSING).set(Boolean.TRUE);
		}
		else {
			this.http2Loops.add(channel.eventLoop());
		}
	}

	private static void end(AtomicReference<@Nullable Runnable> whenEnded) {
		Runnable action = whenEnded.getAndSet(null);
		if (action != null) {
			action.run();
		}
	}

	/**
	 * Return whether the connection is closed when connections are to be closed.
	 * @param channel the channel of a request
	 * @return whether it is; not if the server has no such observer
	 */
	static boolean isClosing(Channel channel) {
		return channel.hasAttr(CLOSING);
	}

	/**
	 * Call something when the response to the current request has ended, or its
	 * connection.
	 * @param channel the channel of the request
	 * @param action what to call, once
	 * @return whether it will be called; not if the server has no such observer
	 */
	static boolean whenEnded(Channel channel, Runnable action) {
		AtomicReference<@Nullable Runnable> whenEnded = channel.attr(WHEN_ENDED).get();
		if (whenEnded == null) {
			return false;
		}
		Runnable before = whenEnded.getAndSet(action);
		if (before != null) {
			before.run();
		}
		return true;
	}

}
