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

package io.github.shutdownspringboot.coordinator.reactive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReactiveShutdownCoordinator}.
 */
class ReactiveShutdownCoordinatorTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ShutdownCoordinatorAutoConfiguration.class,
				ReactiveCoordinatorAutoConfiguration.class));

	private final Callbacks callbacks = new Callbacks();

	private final ReactiveShutdownCoordinator coordinator = new ReactiveShutdownCoordinator(this.callbacks);

	@Test
	void aGeneratorStopsWhenTheDrainBegins() {
		List<String> tokens = new ArrayList<>();
		Flux.<String>never()
			.startWith("a")
			.takeUntilOther(this.coordinator.onShutdown())
			.concatWithValues("saved")
			.subscribe(tokens::add);
		assertThat(tokens).containsExactly("a");
		List.copyOf(this.callbacks.registered).forEach(Runnable::run);
		assertThat(tokens).containsExactly("a", "saved");
	}

	@Test
	void whoeverLosesInterestLeavesNothingBehind() {
		List<Disposable> subscriptions = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			subscriptions.add(this.coordinator.onShutdown().subscribe());
		}
		assertThat(this.callbacks.registered).hasSize(10);
		subscriptions.forEach(Disposable::dispose);
		assertThat(this.callbacks.registered).isEmpty();
	}

	@Test
	void itCompletesWhenTheContextIsClosed() {
		this.contextRunner.run((context) -> {
			Mono<Void> onShutdown = context.getBean(ReactiveShutdownCoordinator.class).onShutdown();
			CompletableFuture<Void> early = onShutdown.toFuture();
			assertThat(early).isNotDone();
			context.close();
			assertThat(early).succeedsWithin(Duration.ofSeconds(60));
			assertThat(onShutdown.toFuture()).succeedsWithin(Duration.ofSeconds(60));
		});
	}

	@Test
	void itNeedsReactor() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("reactor"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ShutdownCoordinator.class)
				.doesNotHaveBean("reactiveShutdownCoordinator"));
	}

	@Test
	void itNeedsTheStarterToBeEnabled() {
		this.contextRunner.withPropertyValues("shutdown.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("reactiveShutdownCoordinator"));
	}

	private static final class Callbacks implements ShutdownCoordinator {

		private final List<Runnable> registered = new ArrayList<>();

		@Override
		public Registration onShutdown(Runnable callback) {
			this.registered.add(callback);
			return () -> this.registered.remove(callback);
		}

		@Override
		public ShutdownState getState() {
			throw new UnsupportedOperationException();
		}

		@Override
		public Duration getRemaining() {
			throw new UnsupportedOperationException();
		}

		@Override
		public ShutdownReport getReport() {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletionStage<Void> onShutdown() {
			throw new UnsupportedOperationException();
		}

	}

}
