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

import java.util.function.Consumer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Applications that consume messages of AMQP are restarted one after the other.
 */
class RabbitRollingRestartTests extends RollingListeners {

	private static final String ORDERS = "orders";

	private static AmqpBroker broker;

	@BeforeAll
	static void startBroker() throws Exception {
		broker = AmqpBroker.start();
	}

	@AfterAll
	static void stopBroker() {
		broker.close();
	}

	@Override
	SpringApplicationBuilder application() {
		return new SpringApplicationBuilder(RabbitApplication.class).properties("spring.rabbitmq.host=127.0.0.1",
				"spring.rabbitmq.port=" + broker.getPort(), "spring.rabbitmq.virtual-host=default");
	}

	@Override
	boolean isConsuming(ConfigurableApplicationContext context) {
		return context.getBean(RabbitListenerEndpointRegistry.class)
			.getListenerContainer(ORDERS) instanceof SimpleMessageListenerContainer container && container.isActive();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(RabbitAutoConfiguration.class)
	static class RabbitApplication extends Application {

		@Bean
		Queue orders() {
			return new Queue(ORDERS);
		}

		@Bean
		Consumer<String> sender(RabbitTemplate template) {
			return (message) -> template.convertAndSend(ORDERS, message);
		}

		@Bean
		Listener listener(Messages messages) {
			return new Listener(messages);
		}

	}

	record Listener(Messages messages) {

		@RabbitListener(id = ORDERS, queues = ORDERS, autoStartup = "${listening:true}")
		void process(String message) {
			this.messages.consume(message);
		}

	}

}
