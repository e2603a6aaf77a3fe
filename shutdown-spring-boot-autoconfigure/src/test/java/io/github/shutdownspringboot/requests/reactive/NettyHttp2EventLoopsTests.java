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

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.application.Http2Connection;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NettyHttp2EventLoops}.
 */
class NettyHttp2EventLoopsTests {

	/**
	 * One accepts connections, so that the server can be stopped while the other, which
	 * has them, is busy.
	 */
	private final LoopResources resources = LoopResources.create("test", 1, 1, true);

	private final NettyHttp2EventLoops loops = new NettyHttp2EventLoops();

	private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

	private final Busy busy = new Busy();

	@AfterEach
	void stopLoops() {
		this.busy.end.countDown();
		beginToStopLoops().join();
	}

	@Test
	void aClientIsToldToGoAwayThoughItsLoopIsBusyWhenTheServerStops() throws Exception {
		DisposableServer server = startServer();
		try (Http2Connection connection = Http2Connection.open(server.port());
				Socket other = new Socket("127.0.0.1", server.port())) {
			connection.send("/");
			assertThat(connection.receive().status()).isEqualTo(200);
			// The request has ended, and its connection is left
			Awaitility.await().until(() -> this.channels.size() == 1);
			this.busy.wanted = true;
			other.getOutputStream().write('P');
			assertThat(this.busy.begun.await(30, TimeUnit.SECONDS)).isTrue();
			server.disposeNow();
			CompletableFuture<?> idle = this.loops.serverIsIdle().toCompletableFuture();
			CompletableFuture<?> stopped = idle.thenCompose((ignored) -> beginToStopLoops());
			this.busy.end.countDown();
			assertThat(connection.awaitGoAway()).isZero();
			assertThat(stopped).succeedsWithin(30, TimeUnit.SECONDS);
		}
	}

	@Test
	void loopsThatHaveEndedAreNotWaitedFor() throws IOException {
		DisposableServer server = startServer();
		try (Http2Connection connection = Http2Connection.open(server.port())) {
			connection.send("/");
			assertThat(connection.receive().status()).isEqualTo(200);
		}
		server.disposeNow();
		beginToStopLoops().join();
		assertThat(this.loops.serverIsIdle().toCompletableFuture()).isCompleted();
	}

	private DisposableServer startServer() {
		return HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.runOn(this.resources)
			.protocol(HttpProtocol.H2C)
			.channelGroup(this.channels)
			.childObserve(new NettyExchangeObserver(() -> false, this.loops))
			.doOnChannelInit((observer, channel, address) -> channel.pipeline().addFirst(this.busy))
			.handle((request, response) -> response.sendString(Mono.just("done")))
			.bindNow();
	}

	private CompletableFuture<Void> beginToStopLoops() {
		return this.resources.disposeLater(Duration.ZERO, Duration.ofSeconds(30)).toFuture();
	}

	/**
	 * Holds its loop where that reads what came from clients.
	 */
	@ChannelHandler.Sharable
	private static final class Busy extends ChannelInboundHandlerAdapter {

		private final CountDownLatch begun = new CountDownLatch(1);

		private final CountDownLatch end = new CountDownLatch(1);

		private volatile boolean wanted;

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) throws InterruptedException {
			if (this.wanted) {
				this.begun.countDown();
				this.end.await();
			}
			context.fireChannelRead(message);
		}

	}

}
