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

package io.github.shutdownspringboot.application.clients;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

import io.github.shutdownspringboot.clients.ClientRegistration;
import io.github.shutdownspringboot.clients.ClientRegistry;
import io.github.shutdownspringboot.clients.CloseOnShutdown;
import jakarta.annotation.PreDestroy;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Clients of every shape. Each prints a line when it is closed.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ ClientsApplication.ComponentClient.class, ClientsApplication.Work.class })
public class ClientsApplication {

	public static void main(String[] args) {
		SpringApplication.run(ClientsApplication.class, args);
	}

	static void closed(String name) {
		System.out.println("CLOSED " + name);
	}

	// Both from the YAML file
	@Bean
	Client llmClient() {
		return new Client("llmClient");
	}

	@Bean
	Client dataSource() {
		return new Client("dataSource");
	}

	@Bean
	@CloseOnShutdown(order = 1)
	McpClient mcpClient() {
		return new McpClient();
	}

	@Bean
	@CloseOnShutdown(order = 10)
	AnnotatedClient annotated() {
		return new AnnotatedClient();
	}

	@Bean
	@CloseOnShutdown(order = 11)
	DisposableBean disposable() {
		return () -> closed("disposable");
	}

	@Bean(destroyMethod = "stop")
	@CloseOnShutdown(order = 20)
	NamedClient named() {
		return new NamedClient();
	}

	@Bean
	@Lazy
	@CloseOnShutdown(order = 25)
	Client lazy() {
		throw new IllegalStateException("Nobody needs this client");
	}

	@Bean(destroyMethod = "")
	@CloseOnShutdown(order = 26)
	Client alone() {
		return new Client("alone");
	}

	@Bean
	@CloseOnShutdown(order = 40)
	HangingClient hanging() {
		return new HangingClient();
	}

	@Bean
	ClientRegistration exception() {
		return ClientRegistration.of("exception", () -> {
			throw new IllegalStateException("this client does not want to");
		}).order(50);
	}

	@Bean
	Object registering(ClientRegistry registry) {
		registry.register(ClientRegistration.of("error", () -> {
			throw new NoClassDefFoundError("this class is gone");
		}).order(60));
		registry.register(ClientRegistration.ofAsync("never", CompletableFuture::new).order(70));
		registry.register(
				ClientRegistration.ofAsync("async", () -> CompletableFuture.runAsync(() -> closed("async"))).order(80));
		registry
			.register(ClientRegistration.ofPublisher("publisher", () -> Mono.fromRunnable(() -> closed("publisher")))
				.order(90));
		registry.register(ClientRegistration.of("first", () -> closed("first")));
		registry.register(ClientRegistration.of("removed", () -> closed("removed"))).unregister();
		registry.register(ClientRegistration.of("second", () -> closed("second")));
		return "registering";
	}

	static class Client implements AutoCloseable {

		private final String name;

		Client(String name) {
			this.name = name;
		}

		@Override
		public void close() {
			closed(this.name);
		}

	}

	@Component("component")
	@CloseOnShutdown(order = 30)
	static class ComponentClient extends Client {

		ComponentClient() {
			super("component");
		}

	}

	/**
	 * Reports that it could not be closed gracefully.
	 */
	public static class McpClient extends Client {

		McpClient() {
			super("mcpClient");
		}

		public boolean closeGracefully() {
			return false;
		}

	}

	static class AnnotatedClient {

		@PreDestroy
		void goodbye() {
			closed("annotated");
		}

	}

	static class NamedClient {

		void stop() {
			closed("named");
		}

	}

	static class HangingClient implements AutoCloseable {

		@Override
		public void close() {
			closed("hanging");
			while (true) {
				new Semaphore(0).acquireUninterruptibly();
			}
		}

	}

	@RestController
	static class Work {

		private final CountDownLatch release = new CountDownLatch(1);

		@GetMapping("/work")
		String work() throws InterruptedException {
			this.release.await();
			System.out.println("ENDED work");
			return "work";
		}

		@GetMapping("/release")
		String release() {
			this.release.countDown();
			return "release";
		}

	}

}
