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

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for applications that consume messages and serve requests, whatever the
 * broker.
 */
abstract class RollingListeners {

	private static final int MESSAGES = 400;

	private final SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor();

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	/**
	 * Return the application and what it needs to find the broker.
	 * @return the application, to be run
	 */
	abstract SpringApplicationBuilder application();

	/**
	 * Return whether the listener of an application consumes messages.
	 * @param context the application
	 * @return whether it does
	 */
	abstract boolean isConsuming(ConfigurableApplicationContext context);

	@Test
	void consumingStopsAtOnceWhileRequestsAreServedAndMaySend() {
		try (ConfigurableApplicationContext context = start()) {
			ShutdownCoordinator coordinator = context.getBean(ShutdownCoordinator.class);
			Messages messages = context.getBean(Messages.class);
			CompletableFuture<HttpResponse<String>> request = get(context, "/later/sent-while-draining");
			Awaitility.await().until(messages::isRequested);
			assertThat(isConsuming(context)).isTrue();

			CompletableFuture<Void> closing = CompletableFuture.runAsync(context::close, this.executor);
			Awaitility.await().until(() -> !isConsuming(context));
			assertThat(get(context, "/now/sent-by-a-new-request").join().statusCode()).isEqualTo(200);
			messages.proceed();
			assertThat(request).succeedsWithin(30, TimeUnit.SECONDS)
				.satisfies((response) -> assertThat(response.statusCode()).isEqualTo(200));
			assertThat(closing).succeedsWithin(60, TimeUnit.SECONDS);
			assertThat(coordinator.getReport().outcome()).isEqualTo(ShutdownOutcome.CLEAN);
			assertThat(messages.getConsumed()).as("not here any more").isEmpty();
		}
		try (ConfigurableApplicationContext next = start()) {
			Messages messages = next.getBean(Messages.class);
			Awaitility.await()
				.untilAsserted(() -> assertThat(messages.getConsumed()).containsOnlyKeys("sent-while-draining",
						"sent-by-a-new-request"));
		}
	}

	@Test
	void nothingIsLostOrConsumedTwiceOverARollingRestart() throws Exception {
		List<Messages> all = new ArrayList<>();
		List<ConfigurableApplicationContext> replicas = new ArrayList<>(List.of(start(), start()));
		replicas.forEach((replica) -> all.add(replica.getBean(Messages.class)));
		try (ConfigurableApplicationContext sender = application()
			.properties("listening=false", "spring.main.web-application-type=none")
			.run()) {
			Messages outgoing = sender.getBean(Messages.class);
			CompletableFuture<Void> sent = CompletableFuture
				.runAsync(() -> IntStream.range(0, MESSAGES).forEach((i) -> {
					outgoing.send("message " + i);
					outgoing.pause();
				}), this.executor);
			for (int i = 0; i < replicas.size(); i++) {
				int before = count(all);
				Awaitility.await().until(() -> count(all) > before + 10);
				replicas.get(i).close();
				replicas.set(i, start());
				all.add(replicas.get(i).getBean(Messages.class));
			}
			sent.join();
			Awaitility.await().untilAsserted(() -> assertThat(merge(all)).hasSize(MESSAGES));
			assertThat(merge(all)).allSatisfy((message, times) -> assertThat(times).as(message).isEqualTo(1));
		}
		finally {
			replicas.forEach(ConfigurableApplicationContext::close);
		}
	}

	private static int count(List<Messages> all) {
		return merge(all).values().stream().mapToInt(Integer::intValue).sum();
	}

	private static Map<String, Integer> merge(List<Messages> all) {
		Map<String, Integer> merged = new ConcurrentHashMap<>();
		all.forEach((messages) -> messages.getConsumed()
			.forEach((message, times) -> merged.merge(message, times.get(), Integer::sum)));
		return merged;
	}

	private ConfigurableApplicationContext start() {
		ConfigurableApplicationContext context = application()
			.properties("server.port=0", "server.address=127.0.0.1", "shutdown.requests.while-draining=serve",
					"org.springframework.boot.test.context.SpringBootTestContextBootstrapper=true")
			.run();
		Awaitility.await().until(() -> isConsuming(context));
		return context;
	}

	private CompletableFuture<HttpResponse<String>> get(ConfigurableApplicationContext context, String path) {
		int port = ((WebServerApplicationContext) context).getWebServer().getPort();
		return this.client.sendAsync(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	/**
	 * The part of an application that is the same for all brokers.
	 */
	@Import({ StarterAutoConfigurations.class, Requests.class })
	@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
			WebMvcAutoConfiguration.class })
	static class Application {

		@Bean
		Messages messages(Consumer<String> sender) {
			return new Messages(sender);
		}

	}

	/**
	 * Counts what an application consumes, and sends.
	 */
	static class Messages {

		private final Consumer<String> sender;

		private final Map<String, AtomicInteger> consumed = new ConcurrentHashMap<>();

		private final CountDownLatch requested = new CountDownLatch(1);

		private final CountDownLatch proceed = new CountDownLatch(1);

		Messages(Consumer<String> sender) {
			this.sender = sender;
		}

		void consume(String message) {
			this.consumed.computeIfAbsent(message, (key) -> new AtomicInteger()).incrementAndGet();
			pause();
		}

		void send(String message) {
			this.sender.accept(message);
		}

		/**
		 * Take as long as some work does.
		 */
		void pause() {
			try {
				this.proceed.await(10, TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		void awaitProceed() throws InterruptedException {
			this.requested.countDown();
			this.proceed.await();
		}

		boolean isRequested() {
			return this.requested.getCount() == 0;
		}

		void proceed() {
			this.proceed.countDown();
		}

		Map<String, AtomicInteger> getConsumed() {
			return this.consumed;
		}

	}

	/**
	 * Sends a message for each request.
	 */
	@RestController
	static class Requests {

		private final Messages messages;

		Requests(Messages messages) {
			this.messages = messages;
		}

		@GetMapping("/now/{message}")
		void now(@PathVariable String message) {
			this.messages.send(message);
		}

		@GetMapping("/later/{message}")
		void later(@PathVariable String message) throws InterruptedException {
			this.messages.awaitProceed();
			this.messages.send(message);
		}

	}

}
