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

package io.github.shutdownspringboot.integration.leaks;

import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.github.shutdownspringboot.clients.ClientRegistration;
import io.github.shutdownspringboot.clients.CloseOnShutdown;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.integration.net.McpTestServer;
import io.github.shutdownspringboot.integration.net.SelectiveAutoConfiguration;
import io.github.shutdownspringboot.work.WorkTracker;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.netty.resolver.DefaultAddressResolverGroup;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.awaitility.Awaitility;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that has each client that the starter is tried with.
 */
@Configuration(proxyBeanMethods = false)
@SelectiveAutoConfiguration
@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
		JdbcClientAutoConfiguration.class, DataRedisAutoConfiguration.class, KafkaAutoConfiguration.class,
		RabbitAutoConfiguration.class })
@RestController
class EveryClient {

	/**
	 * Those of the auto-configurations, in closing order.
	 */
	static final String ORDER = "shutdown.clients.order=kafkaTemplate,kafkaProducerFactory,rabbitTemplate,rabbitConnectionFactory,"
			+ "redisConnectionFactory,lettuceClientResources,dataSource";

	/**
	 * Those of the HTTP client of the JDK, which nobody can close before Java 21.
	 */
	private static final ExecutorService HTTP_THREADS = Executors.newFixedThreadPool(4);

	private static final String TOPIC = "records";

	private final CountDownLatch received = new CountDownLatch(1);

	@GetMapping("/")
	String hello() {
		return "hello";
	}

	@KafkaListener(topics = TOPIC)
	void receive(String value) {
		this.received.countDown();
	}

	/**
	 * Use all clients once, so that each has its connection and its threads.
	 * @param context the application
	 */
	static void use(ApplicationContext context) {
		useExecutors(context);
		useHttp(context, "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port"));
		assertThat(context.getBean(JdbcClient.class).sql("select 'hello'").query(String.class).single())
			.isEqualTo("hello");
		context.getBean(StringRedisTemplate.class).opsForValue().set("key", "hello");
		context.getBean(KafkaTemplate.class).send(TOPIC, "hello").join();
		Awaitility.await().until(() -> context.getBean(EveryClient.class).received.getCount() == 0);
		context.getBean(RabbitTemplate.class).convertAndSend("queue", "hello");
		assertThat(context.getBean(RabbitTemplate.class).receiveAndConvert("queue", 30_000)).isEqualTo("hello");
		ManagedChannel channel = context.getBean(ManagedChannel.class);
		Awaitility.await().until(() -> channel.getState(true) == ConnectivityState.READY);
		ZMQ.Socket socket = context.getBean(ZContext.class).createSocket(SocketType.REQ);
		socket.connect(context.getEnvironment().getRequiredProperty("servers.zero-mq"));
		socket.send("hello");
		assertThat(socket.recvStr()).isEqualTo("hello");
	}

	private static void useExecutors(ApplicationContext context) {
		context.getBean(ThreadPoolTaskExecutor.class).execute(() -> {
		});
		CountDownLatch ended = new CountDownLatch(1);
		context.getBean(ShutdownCoordinator.class).onShutdown(ended::countDown);
		Thread thread = new Thread(() -> await(ended), "joined");
		thread.start();
		WorkTracker tracker = context.getBean(WorkTracker.class);
		tracker.join(thread);
		tracker.run("work", () -> {
		});
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void useHttp(ApplicationContext context, String server) {
		assertThat(context.getBean(RestClient.class).get().uri(server).retrieve().body(String.class))
			.isEqualTo("hello");
		assertThat(context.getBean(WebClient.class).get().uri(server).retrieve().bodyToMono(String.class).block())
			.isEqualTo("hello");
		context.getBean(BedrockRuntimeClient.class)
			.invokeModel((request) -> request.modelId("oracle").body(SdkBytes.fromUtf8String("{}")));
		McpSyncClient mcp = context.getBean(McpSyncClient.class);
		mcp.initialize();
		mcp.callTool(McpTestServer.QUESTION);
	}

	@Bean
	ThreadPoolTaskExecutor executor() {
		return new ThreadPoolTaskExecutor();
	}

	@Bean
	ExecutorService plainExecutor() {
		return Executors.newFixedThreadPool(2);
	}

	@Bean
	@CloseOnShutdown(order = 1)
	CloseableHttpClient httpClient() {
		return HttpClients.createDefault();
	}

	@Bean
	RestClient restClient(CloseableHttpClient httpClient) {
		return RestClient.builder().requestFactory(new HttpComponentsClientHttpRequestFactory(httpClient)).build();
	}

	@Bean(destroyMethod = "disposeLater")
	@CloseOnShutdown(order = 2)
	ConnectionProvider pool() {
		return ConnectionProvider.create("pool", 4);
	}

	@Bean
	WebClient webClient(ConnectionProvider pool) {
		return WebClient.builder().clientConnector(new ReactorClientHttpConnector(HttpClient.create(pool))).build();
	}

	@Bean
	@CloseOnShutdown(order = 3)
	BedrockRuntimeClient bedrock(@Value("${servers.http}") URI server) {
		return BedrockRuntimeClient.builder()
			.endpointOverride(server)
			.region(Region.US_EAST_1)
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
			.build();
	}

	@Bean
	@CloseOnShutdown(order = 3)
	McpSyncClient mcpClient(@Value("${servers.mcp}") String server) {
		return McpClient
			.sync(HttpClientStreamableHttpTransport.builder(server)
				.customizeClient((client) -> client.executor(HTTP_THREADS))
				.build())
			.build();
	}

	@Bean
	@CloseOnShutdown(order = 3)
	ManagedChannel channel(@Value("${servers.grpc}") int port) {
		return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
	}

	@Bean
	@CloseOnShutdown(order = 3)
	ZContext zeroMq() {
		return new ZContext();
	}

	/**
	 * With Netty's own resolver the event loops of Lettuce leave the UDP socket for DNS
	 * open in about half of the applications, whoever closes the client.
	 * @return what has Lettuce resolve names as the JDK does
	 */
	@Bean
	ClientResourcesBuilderCustomizer resolverOfTheJdk() {
		return (builder) -> builder.addressResolverGroup(DefaultAddressResolverGroup.INSTANCE);
	}

	@Bean
	Queue queue() {
		return new Queue("queue");
	}

	@Bean
	ClientRegistration registered() {
		return ClientRegistration.of("registered", () -> {
		});
	}

}
