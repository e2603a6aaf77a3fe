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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.github.shutdownspringboot.clients.CloseOnShutdown;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import io.github.shutdownspringboot.work.WorkTracker;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A gRPC {@link ManagedChannel}.
 */
class GrpcChannelShutdownTests {

	private static final MethodDescriptor<String, String> ASK = MethodDescriptor.newBuilder(new Text(), new Text())
		.setType(MethodDescriptor.MethodType.UNARY)
		.setFullMethodName("Oracle/ask")
		.build();

	private final CountDownLatch held = new CountDownLatch(1);

	private final CompletableFuture<Void> released = new CompletableFuture<>();

	private Server server;

	private Relay relay;

	@BeforeEach
	void startServer() throws IOException {
		this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.addService(ServerServiceDefinition.builder("Oracle")
				.addMethod(ASK, ServerCalls.asyncUnaryCall(this::answer))
				.build())
			.build()
			.start();
		this.relay = new Relay(this.server.getPort());
	}

	@AfterEach
	void closeServer() throws Exception {
		this.relay.close();
		this.server.shutdownNow().awaitTermination();
	}

	private void answer(String question, StreamObserver<String> answer) {
		if (!question.equals("hold")) {
			reply(answer);
			return;
		}
		this.held.countDown();
		this.released.thenRun(() -> reply(answer));
	}

	private static void reply(StreamObserver<String> answer) {
		answer.onNext("42");
		answer.onCompleted();
	}

	@Test
	void anIdleChannelIsShutDown() {
		try (TestApplication application = TestApplication.start(Application.class, this.relay)) {
			assertThat(call(application, "answer").join()).isEqualTo("42");
			ShutdownReport.Client channel = Witnesses.assertClosed(application.stop(), "channel");
			assertThat(channel.message()).isNull();
		}
	}

	@Test
	void aCallOfTrackedWorkEndsBeforeItsChannelIsShutDown() throws Exception {
		try (TestApplication application = TestApplication.start(Application.class, this.relay)) {
			WorkTracker.Work work = application.getBean(WorkTracker.class).begin("question");
			CompletableFuture<String> answer = call(application, "hold");
			answer.whenComplete((ignored, ex) -> work.close());
			this.held.await();
			CompletableFuture<ShutdownReport> report = CompletableFuture.supplyAsync(application::stop,
					new SimpleAsyncTaskExecutor());
			Awaitility.await().until(() -> application.getCoordinator().getState().isAtLeast(ShutdownState.CLOSING));
			this.released.complete(null);
			assertThat(answer.join()).isEqualTo("42");
			assertThat(Witnesses.assertClosed(report.join(), "channel").message()).isNull();
		}
	}

	@Test
	void aCallThatDoesNotEndIsCutByShutdownNow() throws Exception {
		try (TestApplication application = TestApplication.start(Application.class, this.relay)) {
			CompletableFuture<String> answer = call(application, "hold");
			this.held.await();
			ShutdownReport.Client channel = Witnesses.assertClosed(application.stop(), "channel");
			assertThat(channel.message()).startsWith("shutdown() did not end in time")
				.endsWith("closed by shutdownNow()");
			assertThat(answer).failsWithin(Witnesses.SOON)
				.withThrowableThat()
				.havingCause()
				.asInstanceOf(InstanceOfAssertFactories.type(StatusRuntimeException.class))
				.extracting((ex) -> ex.getStatus().getCode())
				.isEqualTo(Status.Code.UNAVAILABLE);
		}
	}

	private static CompletableFuture<String> call(TestApplication application, String question) {
		CompletableFuture<String> answer = new CompletableFuture<>();
		ClientCalls.asyncUnaryCall(application.getBean(ManagedChannel.class).newCall(ASK, CallOptions.DEFAULT),
				question, new StreamObserver<>() {

					@Override
					public void onNext(String value) {
						answer.complete(value);
					}

					@Override
					public void onError(Throwable ex) {
						answer.completeExceptionally(ex);
					}

					@Override
					public void onCompleted() {
					}

				});
		return answer;
	}

	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration
	@Import(Witnesses.class)
	static class Application {

		@Bean
		@CloseOnShutdown(order = Witnesses.BETWEEN, timeout = "3s")
		ManagedChannel channel(Relay relay) {
			return NettyChannelBuilder.forAddress("127.0.0.1", relay.getPort()).usePlaintext().build();
		}

	}

	/**
	 * Spares the test a protocol compiler.
	 */
	private static final class Text implements MethodDescriptor.Marshaller<String> {

		@Override
		public InputStream stream(String value) {
			return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
		}

		@Override
		public String parse(InputStream stream) {
			try {
				return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
