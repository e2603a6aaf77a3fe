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

package io.github.shutdownspringboot.integration.observability;

import java.util.concurrent.CountDownLatch;

import io.github.shutdownspringboot.clients.ClientRegistration;
import io.github.shutdownspringboot.integration.net.SelectiveAutoConfiguration;

import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application with meters and traces. Its requests are answered when they are
 * released.
 */
@Configuration(proxyBeanMethods = false)
@SelectiveAutoConfiguration(packages = { "org.springframework.boot.actuate.", "org.springframework.boot.micrometer.",
		"org.springframework.boot.opentelemetry." })
@Import(ObservedApplication.HeldRequests.class)
public class ObservedApplication {

	public static void main(String[] arguments) {
		SpringApplication.run(ObservedApplication.class, arguments);
	}

	@Bean
	ClientRegistration client() {
		return ClientRegistration.of("client", () -> {
		});
	}

	/**
	 * Answers when it is told to.
	 */
	@RestController
	static class HeldRequests {

		private final CountDownLatch released = new CountDownLatch(1);

		@GetMapping("/held")
		String hold() throws InterruptedException {
			this.released.await();
			return "answer";
		}

		@GetMapping("/release")
		void release() {
			this.released.countDown();
		}

	}

}
