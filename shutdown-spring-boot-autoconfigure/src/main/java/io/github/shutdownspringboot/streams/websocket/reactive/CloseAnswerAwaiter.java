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

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Keeps a connection open until the client has answered the close frame: Reactor Netty
 * closes it as soon as that is written, and a client that is sending just then may lose
 * the frame with the connection.
 */
final class CloseAnswerAwaiter extends ChannelDuplexHandler {

	private volatile boolean waiting = true;

	/**
	 * Known to the event loop alone.
	 */
	private boolean closing;

	/**
	 * The next one who closes the connection is not kept from it.
	 */
	void giveUp() {
		this.waiting = false;
	}

	@Override
	public void close(ChannelHandlerContext context, ChannelPromise promise) {
		if (!this.waiting) {
			context.close(promise);
			return;
		}
		this.closing = true;
		context.channel().closeFuture().addListener((closed) -> promise.trySuccess());
		context.channel().config().setAutoRead(true);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		boolean answer = message instanceof CloseWebSocketFrame;
		if (answer) {
			// Also if the client was first: then it is to be answered, and does not
			// answer
			giveUp();
		}
		if (!this.closing) {
			context.fireChannelRead(message);
			return;
		}
		// The application has nothing to do with it any more
		ReferenceCountUtil.release(message);
		if (answer) {
			context.close();
		}
	}

}
