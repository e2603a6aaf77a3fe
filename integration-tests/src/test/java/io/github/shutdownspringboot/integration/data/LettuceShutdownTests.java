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

package io.github.shutdownspringboot.integration.data;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.StageState;
import io.github.shutdownspringboot.work.WorkTracker;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lettuce on a real Redis.
 */
class LettuceShutdownTests {

	private static final String QUEUE = "jobs";

	private static RedisServer server;

	private static RedisClient observer;

	private static RedisCommands<String, String> redis;

	@BeforeAll
	static void startServer() throws IOException {
		server = Databases.startRedis();
		observer = RedisClient.create("redis://127.0.0.1:" + server.ports().get(0));
		redis = observer.connect().sync();
	}

	@AfterAll
	static void stopServer() throws IOException {
		observer.shutdown();
		server.stop();
	}

	@Test
	void workThatWaitsForRedisGetsItsJobAndTheClientClosesAfterIt() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + server.ports().get(0),
					"spring.data.redis.client-name=" + Application.CLIENT,
					Application.closingOrder("redisConnectionFactory", "lettuceClientResources"))
			.run()) {
			ShutdownCoordinator coordinator = context.getBean(ShutdownCoordinator.class);
			WorkTracker.Work work = context.getBean(WorkTracker.class).begin("jobs");
			StringRedisTemplate template = context.getBean(StringRedisTemplate.class);
			template.delete(QUEUE);
			CompletableFuture<Void> worker = CompletableFuture.runAsync(() -> work.run(() -> doNextJob(template)),
					new SimpleAsyncTaskExecutor());
			Awaitility.await().until(() -> redis.info("clients").contains("blocked_clients:1"));

			CompletableFuture<Void> closing = CompletableFuture.runAsync(context::close, new SimpleAsyncTaskExecutor());
			Awaitility.await().until(() -> isWaitingForWork(coordinator));
			redis.rpush(QUEUE, "job");

			worker.join();
			closing.join();
			assertThat(redis.get("done")).isEqualTo("job");
			Application.assertClosedInOrder(coordinator.getReport(), "redisConnectionFactory",
					"lettuceClientResources");
		}
	}

	private static void doNextJob(StringRedisTemplate template) {
		String job = template.opsForList().leftPop(QUEUE, Duration.ofSeconds(30));
		template.opsForValue().set("done", String.valueOf(job));
	}

	private static boolean isWaitingForWork(ShutdownCoordinator coordinator) {
		return coordinator.getReport()
			.stages()
			.stream()
			.anyMatch((stage) -> stage.name().equals("work") && stage.state() == StageState.RUNNING);
	}

	@Configuration(proxyBeanMethods = false)
	@Import(StarterAutoConfigurations.class)
	@ImportAutoConfiguration(DataRedisAutoConfiguration.class)
	static class Application extends WitnessedApplication {

		static final String CLIENT = "application";

		Application() {
			super(() -> (int) redis.clientList().lines().filter((client) -> client.contains("name=" + CLIENT)).count());
		}

	}

}
