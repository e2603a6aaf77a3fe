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

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.application.Body;
import io.github.shutdownspringboot.application.HttpProbe;
import io.github.shutdownspringboot.application.Releasable;
import io.github.shutdownspringboot.application.TestServer;
import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.ShutdownPhases;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.StageState;
import io.github.shutdownspringboot.coordinator.StatusContributor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of requests that come when the drain is over and the socket is still open.
 * That moment lasts until a test ends it, and time stands still until a test moves it.
 */
@ParameterizedClass
@EnumSource(TestServer.class)
class LateRequestContractTests {

	@Parameter
	private TestServer server;

	private ConfigurableApplicationContext context;

	private Gap gap;

	private Releasable releasable;

	private HttpProbe probe;

	private CompletableFuture<Void> closed = new CompletableFuture<>();

	@AfterEach
	void close() {
		this.gap.end();
		this.releasable.release();
		this.context.close();
	}

	@Test
	void theyAreRefusedAndTheAnswerIsWhole() {
		start();
		closeUpToTheGap();
		HttpResponse<String> refused = this.probe.get("/quick").join();
		assertThat(refused.statusCode()).isEqualTo(503);
		assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
		this.gap.end();
		assertThat(this.closed).succeedsWithin(60, TimeUnit.SECONDS);
	}

	@Test
	void thoseThatAreServedWhileDrainingAreWaitedForHoweverLongTheyTake() {
		start("--shutdown.requests.while-draining=serve");
		ShutdownCoordinator coordinator = this.context.getBean(ShutdownCoordinator.class);
		closeUpToTheGap();
		assertThat(coordinator.getReport()).satisfies((report) -> assertThat(stage(report, "requests"))
			.hasValueSatisfying((stage) -> assertThat(stage.state()).isEqualTo(StageState.SUCCEEDED)));
		CompletableFuture<HttpResponse<String>> late = this.probe.get("/blocking/1");
		awaitActiveRequest();
		this.gap.end();
		Awaitility.await()
			.until(() -> stage(coordinator.getReport(), "settle").map(ShutdownReport.Stage::state).orElseThrow(),
					StageState.RUNNING::equals);
		this.context.getBean(ManualShutdownClock.class).advance(Duration.ofSeconds(10));
		assertThat(stage(coordinator.getReport(), "late-requests")).hasValueSatisfying((stage) -> {
			assertThat(stage.state()).isEqualTo(StageState.RUNNING);
			assertThat(stage.pending()).isOne();
		});
		this.releasable.release();
		assertThat(late).succeedsWithin(60, TimeUnit.SECONDS)
			.satisfies((response) -> assertThat(response.body()).isEqualTo(Body.TEXT));
		assertThat(this.closed).succeedsWithin(60, TimeUnit.SECONDS);
		assertThat(coordinator.getReport().outcome()).isEqualTo(ShutdownOutcome.CLEAN);
	}

	private static Optional<ShutdownReport.Stage> stage(ShutdownReport report, String name) {
		return report.stages().stream().filter((stage) -> stage.name().equals(name)).findFirst();
	}

	private void awaitActiveRequest() {
		Awaitility.await()
			.until(() -> this.context.getBeanProvider(StatusContributor.class)
				.stream()
				.map(StatusContributor::getCounts)
				.anyMatch((counts) -> Long.valueOf(1).equals(counts.get("activeRequests"))));
	}

	private void closeUpToTheGap() {
		this.closed = TestThreads.run(this.context::close);
		Awaitility.await().until(this.gap::hasBegun);
	}

	private void start(String... arguments) {
		List<String> all = new ArrayList<>(this.server.getArguments());
		all.addAll(List.of("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off",
				"--org.springframework.boot.test.context.SpringBootTestContextBootstrapper=true"));
		all.addAll(List.of(arguments));
		this.context = new SpringApplication(this.server.getApplication(), GapConfiguration.class)
			.run(all.toArray(String[]::new));
		this.gap = this.context.getBean(Gap.class);
		this.releasable = this.context.getBean(Releasable.class);
		this.probe = new HttpProbe(((WebServerApplicationContext) this.context).getWebServer().getPort());
	}

	@Configuration(proxyBeanMethods = false)
	static class GapConfiguration {

		@Bean
		ManualShutdownClock shutdownClock() {
			return new ManualShutdownClock();
		}

		@Bean
		Gap gap() {
			return new Gap();
		}

	}

	/**
	 * Makes the moment between the end of the drain and the close of the socket longer.
	 */
	static class Gap implements SmartLifecycle {

		private final CompletableFuture<Void> ended = new CompletableFuture<>();

		private volatile boolean begun;

		private volatile boolean running;

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void stop(Runnable callback) {
			this.begun = true;
			this.ended.thenRun(callback);
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return ShutdownPhases.DRAIN - 1;
		}

		boolean hasBegun() {
			return this.begun;
		}

		void end() {
			this.ended.complete(null);
		}

	}

}
