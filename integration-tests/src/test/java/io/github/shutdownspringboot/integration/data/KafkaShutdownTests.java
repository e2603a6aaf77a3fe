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

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.Lifecycle;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A producer and a listener on a real Kafka broker.
 */
class KafkaShutdownTests {

	@TempDir
	private static Path directory;

	private static KafkaBroker broker;

	@BeforeAll
	static void startBroker() throws Exception {
		broker = KafkaBroker.start(directory);
	}

	@AfterAll
	static void stopBroker() {
		broker.close();
	}

	@Test
	void aRecordThatIsBeingProcessedIsAnsweredAndTheProducerClosesAfterTheListener() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("spring.kafka.bootstrap-servers=" + broker.getAddress(),
					"spring.kafka.consumer.group-id=orders", "spring.kafka.consumer.auto-offset-reset=earliest",
					Application.closingOrder("kafkaTemplate", "kafkaProducerFactory"))
			.run()) {
			ShutdownCoordinator coordinator = context.getBean(ShutdownCoordinator.class);
			KafkaListenerEndpointRegistry listeners = context.getBean(KafkaListenerEndpointRegistry.class);
			Orders orders = context.getBean(Orders.class);
			orders.send("order");
			orders.awaitOrder();

			CompletableFuture<Void> closing = CompletableFuture.runAsync(context::close, new SimpleAsyncTaskExecutor());
			Awaitility.await().until(() -> listeners.getListenerContainers().stream().noneMatch(Lifecycle::isRunning));
			orders.proceed();

			closing.join();
			Application.assertClosedInOrder(coordinator.getReport(), "kafkaTemplate", "kafkaProducerFactory");
			assertThat(readAnswers()).containsExactly("answer to order");
		}
	}

	private static List<String> readAnswers() {
		Map<String, Object> configuration = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.getAddress(),
				ConsumerConfig.GROUP_ID_CONFIG, "answers", ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
		try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(configuration, new StringDeserializer(),
				new StringDeserializer())) {
			consumer.subscribe(List.of(Orders.ANSWERS));
			List<String> answers = new ArrayList<>();
			Awaitility.await().until(() -> {
				consumer.poll(Duration.ofMillis(100)).forEach((record) -> answers.add(record.value()));
				return !answers.isEmpty();
			});
			return answers;
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ StarterAutoConfigurations.class, Orders.class })
	@ImportAutoConfiguration(KafkaAutoConfiguration.class)
	static class Application extends WitnessedApplication {

		Application() {
			super(broker::countConnections);
		}

	}

	/**
	 * Answers an order, but not before it is told to.
	 */
	static class Orders {

		static final String ANSWERS = "answers";

		private static final String ORDERS = "orders";

		private final KafkaTemplate<String, String> template;

		private final CountDownLatch received = new CountDownLatch(1);

		private final CountDownLatch proceed = new CountDownLatch(1);

		Orders(KafkaTemplate<String, String> template) {
			this.template = template;
		}

		void send(String order) {
			this.template.send(ORDERS, order).join();
		}

		@KafkaListener(topics = ORDERS)
		void process(String order) throws InterruptedException {
			this.received.countDown();
			this.proceed.await();
			this.template.send(ANSWERS, "answer to " + order);
		}

		void awaitOrder() {
			Awaitility.await().until(() -> this.received.getCount() == 0);
		}

		void proceed() {
			this.proceed.countDown();
		}

	}

}
