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

package io.github.shutdownspringboot.application.hanging;

import java.util.concurrent.CountDownLatch;

import io.github.shutdownspringboot.clients.CloseOnShutdown;
import jakarta.annotation.PreDestroy;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/**
 * The application. What hangs is chosen by properties.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
public class HangingApplication {

	private final ConfigurableApplicationContext context;

	private volatile long turns;

	HangingApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	public static void main(String[] args) {
		SpringApplication.run(HangingApplication.class, args);
	}

	@GetMapping("/loop/{id}")
	long loop(@PathVariable String id) {
		while (this.turns >= 0) {
			this.turns = (this.turns + 1) & Long.MAX_VALUE;
		}
		return this.turns;
	}

	@GetMapping("/blocked")
	String blocked() {
		try {
			new CountDownLatch(1).await();
			return "never";
		}
		catch (InterruptedException ex) {
			System.out.println("INTERRUPTED");
			return "interrupted";
		}
	}

	@GetMapping("/async")
	DeferredResult<String> async() {
		return new DeferredResult<>(-1L);
	}

	@GetMapping("/exit/{code}")
	String exit(@PathVariable int code) {
		start(() -> System.exit(code));
		return "bye";
	}

	@GetMapping("/spring-exit/{code}")
	String springExit(@PathVariable int code) {
		start(() -> System.exit(SpringApplication.exit(this.context, () -> code)));
		return "bye";
	}

	@GetMapping("/close")
	String close() {
		start(this.context::close);
		return "bye";
	}

	/**
	 * Start a thread that is no daemon as those of the web server are: the JVM is not to
	 * exit before it has ended.
	 * @param task what it does
	 */
	private static void start(Runnable task) {
		Thread thread = new Thread(task, "closer");
		thread.setDaemon(false);
		thread.start();
	}

	static void hang() {
		boolean hanging = true;
		while (hanging) {
			try {
				new CountDownLatch(1).await();
				hanging = false;
			}
			catch (InterruptedException ex) {
				// Not impressed
			}
		}
	}

	@Bean
	@ConditionalOnBooleanProperty("hanging.destroy")
	HangingDestroy hangingDestroy() {
		return new HangingDestroy();
	}

	@Bean
	@ConditionalOnBooleanProperty("hanging.client")
	@CloseOnShutdown(timeout = "60s")
	HangingClient hangingClient() {
		return new HangingClient();
	}

	@Bean
	@ConditionalOnBooleanProperty("hanging.stop")
	StoppableBean hangingStop() {
		return new StoppableBean() {

			@Override
			public void stop() {
				neverStops();
			}

			private void neverStops() {
				hang();
			}

		};
	}

	@Bean
	@ConditionalOnBooleanProperty("hanging.callback")
	StoppableBean hangingCallback() {
		return new StoppableBean() {

			@Override
			public void stop(Runnable callback) {
				stop();
			}

		};
	}

	static class HangingDestroy {

		@PreDestroy
		void neverDestroyed() {
			hang();
		}

	}

	static class HangingClient implements AutoCloseable {

		@Override
		public void close() {
			hang();
		}

	}

	abstract static class StoppableBean implements SmartLifecycle {

		private volatile boolean running;

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

}
