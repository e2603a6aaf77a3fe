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

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import io.github.shutdownspringboot.clients.ClientRegistration;
import io.github.shutdownspringboot.clients.CloseOnShutdown;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.integration.net.SelectiveAutoConfiguration;
import io.github.shutdownspringboot.work.WorkTracker;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Starts and stops an application many times over in one JVM. Sockets, threads and memory
 * are where they were after the first few times.
 */
class ContextLeakTests {

	private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	private static final int WARM_UP = 10;

	private static final int ROUNDS = 50;

	@BeforeAll
	static void descriptorsCanBeCounted() {
		assumeTrue(Files.isDirectory(DESCRIPTORS), "There is no " + DESCRIPTORS + " to count open files in");
	}

	@Test
	void nothingIsLeftOfApplicationsThatHaveStopped() {
		startAndStop(WARM_UP);
		Usage before = Usage.now();
		startAndStop(ROUNDS);
		Awaitility.await().untilAsserted(() -> {
			Usage after = Usage.now();
			assertThat(after.descriptors()).as("open files").isLessThanOrEqualTo(before.descriptors() + 5);
			assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads() + 5);
			assertThat(after.heap()).as("heap").isLessThanOrEqualTo(before.heap() * 5 / 4);
		});
	}

	/**
	 * All contexts are garbage afterwards but the last one, which Logback holds by its
	 * environment until there is another.
	 */
	private static void startAndStop(int rounds) {
		List<WeakReference<?>> contexts = new ArrayList<>();
		for (int round = 0; round < rounds; round++) {
			contexts.add(startAndStop());
		}
		Awaitility.await().untilAsserted(() -> {
			System.gc();
			assertThat(contexts.subList(0, rounds - 1)).allSatisfy((context) -> assertThat(context.get()).isNull());
		});
	}

	private static WeakReference<?> startAndStop() {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.registerShutdownHook(false)
			.bannerMode(Banner.Mode.OFF)
			.properties("server.port=0", "server.address=127.0.0.1", "logging.level.root=warn")
			.run();
		ShutdownCoordinator coordinator = context.getBean(ShutdownCoordinator.class);
		String server = "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
				+ context.getEnvironment().getProperty("local.server.port");
		context.getBean(ThreadPoolTaskExecutor.class).execute(() -> {
		});
		context.getBean(WorkTracker.class).run("work", () -> {
			assertThat(context.getBean(RestClient.class).get().uri(server).retrieve().body(String.class))
				.isEqualTo("hello");
			assertThat(context.getBean(WebClient.class).get().uri(server).retrieve().bodyToMono(String.class).block())
				.isEqualTo("hello");
		});
		context.close();
		assertThat(coordinator.getReport().outcome()).isEqualTo(ShutdownOutcome.CLEAN);
		return new WeakReference<>(context);
	}

	/**
	 * What the JVM uses.
	 */
	private record Usage(long descriptors, int threads, long heap) {

		static Usage now() {
			System.gc();
			try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
				return new Usage(descriptors.count(), ManagementFactory.getThreadMXBean().getThreadCount(),
						ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration
	@Import(Hello.class)
	static class Application {

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
		ClientRegistration registered() {
			return ClientRegistration.of("registered", () -> {
			});
		}

	}

	@RestController
	static class Hello {

		@GetMapping("/")
		String hello() {
			return "hello";
		}

	}

}
