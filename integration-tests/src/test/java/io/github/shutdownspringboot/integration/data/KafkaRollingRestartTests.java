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
import java.util.function.Consumer;

import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Applications that consume records of Kafka are restarted one after the other.
 */
class KafkaRollingRestartTests extends RollingListeners {

	@TempDir
	private static Path directory;

	private static KafkaBroker broker;

	private static int topics;

	@BeforeAll
	static void startBroker() throws Exception {
		broker = KafkaBroker.start(directory);
	}

	@AfterAll
	static void stopBroker() {
		broker.close();
	}

	@BeforeEach
	void useAnotherTopic() {
		topics++;
	}

	@Override
	SpringApplicationBuilder application() {
		return new SpringApplicationBuilder(KafkaApplication.class).properties(
				"spring.kafka.bootstrap-servers=" + broker.getAddress(), "topic=orders" + topics,
				"spring.kafka.consumer.group-id=orders" + topics, "spring.kafka.consumer.auto-offset-reset=earliest");
	}

	@Override
	boolean isConsuming(ConfigurableApplicationContext context) {
		return context.getBean(KafkaListenerEndpointRegistry.class)
			.getListenerContainers()
			.stream()
			.anyMatch(MessageListenerContainer::isRunning);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(KafkaAutoConfiguration.class)
	static class KafkaApplication extends Application {

		@Bean
		NewTopic topic(Environment environment) {
			return new NewTopic(environment.getRequiredProperty("topic"), 4, (short) 1);
		}

		@Bean
		Consumer<String> sender(KafkaTemplate<String, String> template, Environment environment) {
			return (message) -> template.send(environment.getRequiredProperty("topic"), message, message).join();
		}

		@Bean
		Listener listener(Messages messages) {
			return new Listener(messages);
		}

	}

	record Listener(Messages messages) {

		@KafkaListener(topics = "${topic}", autoStartup = "${listening:true}")
		void process(String message) {
			this.messages.consume(message);
		}

	}

}
