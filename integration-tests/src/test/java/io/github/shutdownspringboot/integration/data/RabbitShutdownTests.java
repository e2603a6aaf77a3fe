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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The connection factory of Spring AMQP and a listener on a broker that speaks the
 * protocol of RabbitMQ.
 */
class RabbitShutdownTests {

	private static final String VIRTUAL_HOST = "default";

	private static AmqpBroker broker;

	@BeforeAll
	static void startBroker() throws Exception {
		broker = AmqpBroker.start();
	}

	@AfterAll
	static void stopBroker() {
		broker.close();
	}

	@Test
	void aMessageThatIsBeingProcessedIsAnsweredAndTheConnectionClosesAfterTheListener() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("spring.rabbitmq.host=127.0.0.1", "spring.rabbitmq.port=" + broker.getPort(),
					"spring.rabbitmq.virtual-host=" + VIRTUAL_HOST,
					Application.closingOrder("rabbitTemplate", "rabbitConnectionFactory"))
			.run()) {
			ShutdownCoordinator coordinator = context.getBean(ShutdownCoordinator.class);
			SimpleMessageListenerContainer listener = (SimpleMessageListenerContainer) context
				.getBean(RabbitListenerEndpointRegistry.class)
				.getListenerContainer(Orders.ORDERS);
			Orders orders = context.getBean(Orders.class);
			orders.send("order");
			orders.awaitOrder();

			CompletableFuture<Void> closing = CompletableFuture.runAsync(context::close, new SimpleAsyncTaskExecutor());
			Awaitility.await().until(() -> !listener.isActive());
			orders.proceed();

			closing.join();
			Application.assertClosedInOrder(coordinator.getReport(), "rabbitTemplate", "rabbitConnectionFactory");
			assertThat(readAnswer()).isEqualTo("answer to order");
		}
	}

	private static String readAnswer() throws Exception {
		ConnectionFactory factory = new ConnectionFactory();
		factory.setHost("127.0.0.1");
		factory.setPort(broker.getPort());
		factory.setVirtualHost(VIRTUAL_HOST);
		try (Connection connection = factory.newConnection(); Channel channel = connection.createChannel()) {
			return new String(Awaitility.await()
				.until(() -> channel.basicGet(Orders.ANSWERS, true), (answer) -> answer != null)
				.getBody());
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ StarterAutoConfigurations.class, Orders.class })
	@ImportAutoConfiguration(RabbitAutoConfiguration.class)
	static class Application extends WitnessedApplication {

		Application() {
			super(broker::countConnections);
		}

		@Bean
		Queue orderQueue() {
			return new Queue(Orders.ORDERS);
		}

		@Bean
		Queue answerQueue() {
			return new Queue(Orders.ANSWERS);
		}

	}

	/**
	 * Answers an order, but not before it is told to.
	 */
	static class Orders {

		static final String ORDERS = "orders";

		static final String ANSWERS = "answers";

		private final RabbitTemplate template;

		private final CountDownLatch received = new CountDownLatch(1);

		private final CountDownLatch proceed = new CountDownLatch(1);

		Orders(RabbitTemplate template) {
			this.template = template;
		}

		void send(String order) {
			this.template.convertAndSend(ORDERS, order);
		}

		@RabbitListener(id = ORDERS, queues = ORDERS)
		void process(String order) throws InterruptedException {
			this.received.countDown();
			this.proceed.await();
			this.template.convertAndSend(ANSWERS, "answer to " + order);
		}

		void awaitOrder() {
			Awaitility.await().until(() -> this.received.getCount() == 0);
		}

		void proceed() {
			this.proceed.countDown();
		}

	}

}
