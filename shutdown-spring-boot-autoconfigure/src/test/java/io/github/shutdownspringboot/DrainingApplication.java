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

package io.github.shutdownspringboot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.application.HttpProbe;
import io.github.shutdownspringboot.application.Releasable;
import io.github.shutdownspringboot.application.TestServer;
import io.github.shutdownspringboot.coordinator.StatusContributor;
import org.awaitility.Awaitility;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application in this JVM that drains from the moment a test wants it to until the
 * test lets it go: it has a request in flight that ends then.
 */
final class DrainingApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final Releasable releasable;

	private final int port;

	private final HttpProbe probe;

	private CompletableFuture<Void> closed = new CompletableFuture<>();

	private DrainingApplication(ConfigurableApplicationContext context) {
		this.context = context;
		this.releasable = context.getBean(Releasable.class);
		this.port = ((WebServerApplicationContext) context).getWebServer().getPort();
		this.probe = new HttpProbe(this.port);
	}

	static DrainingApplication start(TestServer server, List<Class<?>> configurations, String... arguments) {
		List<Class<?>> sources = new ArrayList<>(configurations);
		sources.add(server.getApplication());
		List<String> all = new ArrayList<>(server.getArguments());
		all.addAll(List.of("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off",
				"--org.springframework.boot.test.context.SpringBootTestContextBootstrapper=true"));
		all.addAll(List.of(arguments));
		return new DrainingApplication(
				new SpringApplication(sources.toArray(Class<?>[]::new)).run(all.toArray(String[]::new)));
	}

	int getPort() {
		return this.port;
	}

	HttpProbe getProbe() {
		return this.probe;
	}

	<T> T getBean(Class<T> type) {
		return this.context.getBean(type);
	}

	Map<String, Long> getCounts() {
		Map<String, Long> counts = new HashMap<>();
		this.context.getBeanProvider(StatusContributor.class)
			.forEach((contributor) -> counts.putAll(contributor.getCounts()));
		return counts;
	}

	void drain() {
		drain("");
	}

	void drain(String basePath) {
		drain(basePath, 1);
	}

	/**
	 * Begin the drain.
	 * @param active the number of requests in flight, with the one that is sent here
	 */
	void drain(int active) {
		drain("", active);
	}

	private void drain(String basePath, long active) {
		this.probe.get(basePath + "/blocking/1");
		Awaitility.await()
			.until(() -> this.context.getBeanProvider(StatusContributor.class)
				.stream()
				.map(StatusContributor::getCounts)
				.anyMatch((counts) -> Long.valueOf(active).equals(counts.get("activeRequests"))));
		this.closed = TestThreads.run(this.context::close);
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.probe.get(basePath + "/quick").join().statusCode()).isEqualTo(503));
	}

	/**
	 * Let the drain be over, and wait for the end of the shutdown.
	 */
	void release() {
		this.releasable.release();
		assertThat(this.closed).succeedsWithin(60, TimeUnit.SECONDS);
	}

	@Override
	public void close() {
		this.releasable.release();
		this.context.close();
	}

}
