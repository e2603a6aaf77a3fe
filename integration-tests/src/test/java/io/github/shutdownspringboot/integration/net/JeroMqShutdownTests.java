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

package io.github.shutdownspringboot.integration.net;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;

import io.github.shutdownspringboot.clients.CloseOnShutdown;
import io.github.shutdownspringboot.coordinator.ClientState;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The context of JeroMQ and its sockets, one of which waits for a message on a thread of
 * its own.
 */
class JeroMqShutdownTests {

	private final ZContext servers = new ZContext();

	private final ZMQ.Socket server = this.servers.createSocket(SocketType.REP);

	private final Relay relay = new Relay(this.server.bindToRandomPort("tcp://127.0.0.1"));

	@BeforeEach
	void beginAgainSoon() {
		shortenHandshake(this.server);
	}

	@AfterEach
	void closeServer() throws Exception {
		this.relay.close();
		this.servers.close();
	}

	@Test
	void idleSocketsAreClosed() {
		try (TestApplication application = TestApplication.start(Application.class, this.relay)) {
			ZMQ.Socket socket = connect(application);
			ask(socket);
			assertThat(this.server.recvStr()).isEqualTo("question");
			this.server.send("answer");
			assertThat(socket.recvStr()).isEqualTo("answer");
			assertThat(Witnesses.assertClosed(application.stop(), "zeroMq").message()).isNull();
		}
	}

	/**
	 * Only the context may be closed from another thread. The one that waits in a socket
	 * is told, and closes the socket.
	 */
	@Test
	void aReceiveThatWaitsIsEnded() throws Exception {
		try (TestApplication application = TestApplication.start(ThreadedApplication.class, this.relay)) {
			ZMQ.Context context = application.getBean(ZMQ.Context.class);
			CompletableFuture<String> answer = new CompletableFuture<>();
			Thread receiver = new Thread(() -> {
				try (ZMQ.Socket socket = context.socket(SocketType.REQ)) {
					shortenHandshake(socket);
					socket.connect("tcp://127.0.0.1:" + this.relay.getPort());
					ask(socket);
					answer.complete(socket.recvStr());
				}
				catch (ZMQException ex) {
					answer.completeExceptionally(ex);
				}
			}, "receiver");
			receiver.start();
			assertThat(this.server.recvStr()).isEqualTo("question");
			assertThat(Witnesses.assertClosed(application.stop(), "zeroMq").message()).isNull();
			assertThat(answer).failsWithin(Witnesses.SOON)
				.withThrowableThat()
				.withMessageContaining("Context was terminated");
			receiver.join();
		}
	}

	@Test
	void aMessageThatNobodyTakesDoesNotHoldTheContext() {
		try (TestApplication application = TestApplication.start(Application.class, this.relay)) {
			ask(connect(application));
			Awaitility.await().untilAsserted(() -> assertThat(this.relay.getOpen()).isEqualTo(1));
			this.relay.playDead();
			ZMQ.Socket other = connect(application);
			ask(other);
			assertThat(Witnesses.assertClosed(application.stop(), "zeroMq").message()).isNull();
		}
	}

	@Test
	void aMessageThatLingersForEverIsNotWaitedFor() throws IOException {
		try (TestApplication application = TestApplication.start(Application.class, this.relay);
				ServerSocket nobody = new ServerSocket(0)) {
			nobody.close();
			ask(connect(application));
			Awaitility.await().untilAsserted(() -> assertThat(this.relay.getOpen()).isEqualTo(1));
			ZMQ.Socket lingering = application.getBean(ZContext.class).createSocket(SocketType.REQ);
			lingering.setLinger(-1);
			lingering.connect("tcp://127.0.0.1:" + nobody.getLocalPort());
			ask(lingering);
			ShutdownReport report = application.stop();
			assertThat(report.clients()).extracting(ShutdownReport.Client::state)
				.containsExactly(ClientState.CLOSED, ClientState.TIMED_OUT, ClientState.CLOSED);
			assertThat(report.outcome()).isEqualTo(ShutdownOutcome.FAILED);
		}
	}

	/**
	 * Now and then a handshake of JeroMQ does not end. It begins again by itself, but
	 * only after 30 s.
	 */
	private static void shortenHandshake(ZMQ.Socket socket) {
		socket.setHandshakeIvl(500);
	}

	private ZMQ.Socket connect(TestApplication application) {
		ZMQ.Socket socket = application.getBean(ZContext.class).createSocket(SocketType.REQ);
		shortenHandshake(socket);
		socket.connect("tcp://127.0.0.1:" + this.relay.getPort());
		return socket;
	}

	private static void ask(ZMQ.Socket socket) {
		socket.send("question");
	}

	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration
	@Import(Witnesses.class)
	static class Application {

		@Bean
		@CloseOnShutdown(order = Witnesses.BETWEEN, timeout = "3s")
		ZContext zeroMq() {
			return new ZContext();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration
	@Import(Witnesses.class)
	static class ThreadedApplication {

		@Bean
		@CloseOnShutdown(order = Witnesses.BETWEEN)
		ZMQ.Context zeroMq() {
			return ZMQ.context(1);
		}

	}

}
