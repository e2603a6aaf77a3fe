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
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.application.Http2Connection;
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

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.http.client.ReactorResourceFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NettyIdleServerAction}.
 */
class NettyIdleServerActionTests {

	/**
	 * One accepts connections, so that the server can be stopped while the other, which
	 * has them, is busy.
	 */
	private final LoopResources loops = LoopResources.create("test", 1, 1, true);

	private final ReactorResourceFactory resourceFactory = new ReactorResourceFactory();

	private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

	private final CountDownLatch busy = new CountDownLatch(1);

	NettyIdleServerActionTests() {
		this.resourceFactory.setUseGlobalResources(false);
		this.resourceFactory.setLoopResources(this.loops);
	}

	@AfterEach
	void stop() {
		this.busy.countDown();
		stopLoops();
	}

	@Test
	void aClientIsToldToGoAwayHoweverBusyItsEventLoopWasWhenTheServerStopped() throws IOException {
		this.resourceFactory.start();
		DisposableServer server = startServer();
		try (Http2Connection connection = Http2Connection.open(server.port())) {
			connection.send("/");
			assertThat(connection.receive().status()).isEqualTo(200);
			// The request has ended, and its connection is left
			Awaitility.await().until(() -> this.channels.size() == 1);
			this.loops.onServer(LoopResources.DEFAULT_NATIVE).execute(this::beBusy);
			server.disposeNow();
			CompletableFuture<?> idle = tellThatServerIsIdle();
			assertThat(idle).isNotDone();
			this.busy.countDown();
			assertThat(idle).succeedsWithin(30, TimeUnit.SECONDS);
			stopLoops();
			assertThat(connection.awaitGoAway()).isZero();
		}
	}

	@Test
	void loopsThatDoNotRunAreNotWaitedFor() {
		assertThat(tellThatServerIsIdle()).isCompleted();
	}

	private DisposableServer startServer() {
		return HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.runOn(this.loops)
			.protocol(HttpProtocol.H2C)
			.channelGroup(this.channels)
			.handle((request, response) -> response.sendString(Mono.just("done")))
			.bindNow();
	}

	private void beBusy() {
		try {
			this.busy.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private CompletableFuture<?> tellThatServerIsIdle() {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		beanFactory.registerSingleton("factory", this.resourceFactory);
		return new NettyIdleServerAction(beanFactory.getBeanProvider(ReactorResourceFactory.class), true).serverIsIdle()
			.toCompletableFuture();
	}

	private void stopLoops() {
		this.loops.disposeLater(Duration.ZERO, Duration.ofSeconds(30)).block();
	}

}
