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

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.shutdownspringboot.clients.CloseOnShutdown;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import io.github.shutdownspringboot.work.WorkTracker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The clients of the AWS SDK, which close the HTTP clients that they have made.
 */
class AwsClientShutdownTests {

	private static final AwsCredentialsProvider CREDENTIALS = StaticCredentialsProvider
		.create(AwsBasicCredentials.create("test", "test"));

	private static final InvokeModelRequest QUESTION = InvokeModelRequest.builder()
		.modelId("oracle")
		.body(SdkBytes.fromUtf8String("{}"))
		.build();

	private final HttpStub server = new HttpStub();

	private final Relay relay = new Relay(this.server.getPort());

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void closeServer() throws Exception {
		this.threads.shutdownNow();
		this.relay.close();
		this.server.close();
	}

	@Test
	void theConnectionsOfTheBlockingClientAreClosed() {
		try (TestApplication application = TestApplication.start(Blocking.class, this.relay)) {
			InvokeModelResponse answer = application.getBean(BedrockRuntimeClient.class).invokeModel(QUESTION);
			assertThat(answer.body().asUtf8String()).isEqualTo(HttpStub.ANSWER);
			assertThat(Witnesses.assertClosed(application.stop(), "bedrock").message()).isNull();
		}
	}

	@Test
	void theConnectionsOfTheAsynchronousClientAreClosed() {
		try (TestApplication application = TestApplication.start(Asynchronous.class, this.relay)) {
			InvokeModelResponse answer = application.getBean(BedrockRuntimeAsyncClient.class)
				.invokeModel(QUESTION)
				.join();
			assertThat(answer.body().asUtf8String()).isEqualTo(HttpStub.ANSWER);
			assertThat(Witnesses.assertClosed(application.stop(), "bedrock").message()).isNull();
		}
	}

	@Test
	void aCallOfTrackedWorkEndsBeforeTheBlockingClientIsClosed() throws Exception {
		try (TestApplication application = TestApplication.start(Blocking.class, this.relay, "stub.path=/held")) {
			BedrockRuntimeClient client = application.getBean(BedrockRuntimeClient.class);
			WorkTracker tracker = application.getBean(WorkTracker.class);
			Future<InvokeModelResponse> answer = this.threads
				.submit(() -> tracker.call("question", () -> client.invokeModel(QUESTION)));
			ShutdownReport report = stopDuringCall(application);
			assertThat(answer.get().body().asUtf8String()).isEqualTo(HttpStub.ANSWER);
			Witnesses.assertClosed(report, "bedrock");
		}
	}

	@Test
	void aCallOfTrackedWorkEndsBeforeTheAsynchronousClientIsClosed() {
		try (TestApplication application = TestApplication.start(Asynchronous.class, this.relay, "stub.path=/held")) {
			WorkTracker.Work work = application.getBean(WorkTracker.class).begin("question");
			CompletableFuture<InvokeModelResponse> answer = application.getBean(BedrockRuntimeAsyncClient.class)
				.invokeModel(QUESTION);
			answer.whenComplete((ignored, ex) -> work.close());
			ShutdownReport report = stopDuringCall(application);
			assertThat(answer.join().body().asUtf8String()).isEqualTo(HttpStub.ANSWER);
			Witnesses.assertClosed(report, "bedrock");
		}
	}

	/**
	 * A call that nobody tracks fails when its client is closed.
	 */
	@Test
	void aCallThatIsNotTrackedIsCut() {
		try (TestApplication application = TestApplication.start(Asynchronous.class, this.relay, "stub.path=/held")) {
			CompletableFuture<InvokeModelResponse> answer = application.getBean(BedrockRuntimeAsyncClient.class)
				.invokeModel(QUESTION);
			Awaitility.await().until(this.server::isHolding);
			Witnesses.assertClosed(application.stop(), "bedrock");
			assertThat(answer).failsWithin(Witnesses.SOON);
		}
	}

	private ShutdownReport stopDuringCall(TestApplication application) {
		Awaitility.await().until(this.server::isHolding);
		CompletableFuture<ShutdownReport> report = CompletableFuture.supplyAsync(application::stop,
				new SimpleAsyncTaskExecutor());
		Awaitility.await().until(() -> application.getCoordinator().getState().isAtLeast(ShutdownState.CLOSING));
		this.server.release();
		return report.join();
	}

	private static URI endpoint(Relay relay, String path) {
		return URI.create("http://127.0.0.1:" + relay.getPort() + path);
	}

	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration
	@Import(Witnesses.class)
	static class Blocking {

		@Bean
		@CloseOnShutdown(order = Witnesses.BETWEEN)
		BedrockRuntimeClient bedrock(Relay relay, @Value("${stub.path:}") String path) {
			return BedrockRuntimeClient.builder()
				.endpointOverride(endpoint(relay, path))
				.region(Region.US_EAST_1)
				.credentialsProvider(CREDENTIALS)
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration
	@Import(Witnesses.class)
	static class Asynchronous {

		@Bean
		@CloseOnShutdown(order = Witnesses.BETWEEN)
		BedrockRuntimeAsyncClient bedrock(Relay relay, @Value("${stub.path:}") String path) {
			return BedrockRuntimeAsyncClient.builder()
				.endpointOverride(endpoint(relay, path))
				.region(Region.US_EAST_1)
				.credentialsProvider(CREDENTIALS)
				// The stub does not speak HTTP/2
				.httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1))
				.build();
		}

	}

}
