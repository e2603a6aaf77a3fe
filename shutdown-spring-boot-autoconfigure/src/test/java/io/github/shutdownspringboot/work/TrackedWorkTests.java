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

package io.github.shutdownspringboot.work;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import io.github.shutdownspringboot.coordinator.InvalidShutdownConfigurationException;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.work.reactive.ReactiveWorkAutoConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.aop.framework.Advised;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TrackedWork @TrackedWork}.
 */
class TrackedWorkTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(LifecycleAutoConfiguration.class, ShutdownCoordinatorAutoConfiguration.class,
					WorkAutoConfiguration.class, ReactiveWorkAutoConfiguration.class));

	@Test
	void aCallIsWorkUntilItReturns() {
		run((tracker, service) -> {
			assertThat(service.value(tracker)).isEqualTo("named 1");
			assertThat(tracker.getActive()).isZero();
			assertThat(service.unnamed(() -> names(tracker))).containsExactly("TrackedWorkTests.Service.unnamed");
			service.untracked(() -> assertThat(tracker.getActive()).isZero());
		});
	}

	@Test
	void aCallIsRefusedDuringTheShutdown() {
		run((tracker, service) -> {
			tracker.drain();
			assertThatExceptionOfType(ShutdownInProgressException.class).isThrownBy(() -> service.value(tracker))
				.withMessageContaining("named");
		});
	}

	@Test
	void aFutureIsWorkUntilItCompletes() {
		run((tracker, service) -> {
			CompletableFuture<String> future = new CompletableFuture<>();
			assertThat(service.future(future)).isSameAs(future);
			assertThat(tracker.getActive()).isOne();
			future.complete("done");
			assertThat(tracker.getActive()).isZero();
		});
	}

	@Test
	void aFutureThatIsCutCompletesExceptionally() {
		run((tracker, service) -> {
			CompletableFuture<String> future = service.future(new CompletableFuture<>());
			tracker.cut().forEach(WorkItem::callWhenCut);
			assertThatExceptionOfType(CompletionException.class).isThrownBy(future::join)
				.withCauseInstanceOf(ShutdownInProgressException.class);
			assertThat(tracker.getActive()).isZero();
		});
	}

	@Test
	void aMethodThatFailsOrReturnsNoFutureHasEnded() {
		run((tracker, service) -> {
			assertThat(service.future(null)).isNull();
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> service.unnamed(() -> {
				throw new IllegalStateException("on purpose");
			}));
			assertThat(tracker.getActive()).isZero();
		});
	}

	@Test
	void aMonoIsWorkFromSubscriptionToTermination() {
		run((tracker, service) -> {
			Sinks.One<String> sink = Sinks.one();
			Mono<String> mono = service.mono(sink.asMono());
			assertThat(tracker.getActive()).isZero();
			CompletableFuture<String> one = mono.toFuture();
			CompletableFuture<String> other = mono.toFuture();
			assertThat(tracker.getActive()).isEqualTo(2);
			sink.tryEmitValue("done");
			assertThat(one).isCompletedWithValue("done");
			assertThat(other).isCompletedWithValue("done");
			assertThat(tracker.getActive()).isZero();
		});
	}

	@Test
	void aFluxIsWorkUntilItIsCancelledOrFails() {
		run((tracker, service) -> {
			Disposable subscription = service.flux(Flux.never()).subscribe();
			assertThat(tracker.getActive()).isOne();
			subscription.dispose();
			assertThat(tracker.getActive()).isZero();
			Flux<String> failing = service.flux(Flux.error(new IllegalStateException()));
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(failing::blockLast);
			assertThat(tracker.getActive()).isZero();
		});
	}

	@Test
	void theReactorContextGoesThrough() {
		run((tracker, service) -> {
			Flux<String> flux = service.flux(Flux.deferContextual((context) -> Flux.just(context.<String>get("key"))));
			assertThat(flux.contextWrite((context) -> context.put("key", "value")).blockFirst()).isEqualTo("value");
			Mono<String> mono = service.mono(Mono.deferContextual((context) -> Mono.just(context.<String>get("key"))));
			assertThat(mono.contextWrite((context) -> context.put("key", "value")).block()).isEqualTo("value");
		});
	}

	@Test
	void aSubscriptionIsRefusedDuringTheShutdownAndOneThatIsCutFails() {
		run((tracker, service) -> {
			Flux<String> flux = service.flux(Flux.never());
			CompletableFuture<List<String>> cut = flux.collectList().toFuture();
			tracker.drain();
			assertThatExceptionOfType(ShutdownInProgressException.class).isThrownBy(flux::blockLast);
			tracker.cut().forEach(WorkItem::callWhenCut);
			assertThatExceptionOfType(CompletionException.class).isThrownBy(cut::join)
				.withCauseInstanceOf(ShutdownInProgressException.class);
			assertThat(tracker.getActive()).isZero();
		});
	}

	@Test
	void anAsyncMethodIsWorkOnItsOwnThread() {
		this.runner.withUserConfiguration(AsyncConfiguration.class).withBean(AsyncService.class).run((context) -> {
			DefaultWorkTracker tracker = context.getBean(DefaultWorkTracker.class);
			Thread caller = Thread.currentThread();
			assertThat(context.getBean(AsyncService.class)
				.async(() -> Thread.currentThread() != caller && names(tracker).equals(List.of("async")))
				.join()).isTrue();
		});
	}

	@Test
	void anApplicationWithoutReactorTracksTheRest() {
		this.runner.withClassLoader(new FilteredClassLoader("reactor", "org.reactivestreams"))
			.withBean(Plain.class)
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(ReactiveWork.class);
				DefaultWorkTracker tracker = context.getBean(DefaultWorkTracker.class);
				assertThat(context.getBean(Plain.class).plain(tracker)).isOne();
			});
	}

	@Test
	void anInterfaceCanBeProxied() {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean(FinalService.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				DefaultWorkTracker tracker = context.getBean(DefaultWorkTracker.class);
				assertThat(context.getBean(Tracked.class).names(() -> names(tracker))).containsExactly("final");
			});
	}

	@Test
	void aFinalClassKeepsTheApplicationFromStarting() {
		this.runner.withBean("service", FinalService.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidShutdownConfigurationException.class, (ex) -> {
					assertThat(ex.getDescription()).isEqualTo(
							"The bean 'service' has methods with @TrackedWork, "
									+ "and its class %s is final: a proxy cannot extend it.",
							FinalService.class.getName());
					assertThat(ex.getAction()).isEqualTo("Make the class non-final, or call WorkTracker yourself.");
				});
		});
	}

	@Test
	void aFinalMethodKeepsTheApplicationFromStarting() {
		this.runner.withBean("service", FinalMethod.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOf(InvalidShutdownConfigurationException.class)
				.hasMessageContaining("The method work of the bean 'service' has @TrackedWork"));
	}

	@Test
	void aBeanWithoutTheAnnotationIsNoProxy() {
		this.runner.withBean(Untracked.class)
			.run((context) -> assertThat(context.getBean(Untracked.class)).isNotInstanceOf(Advised.class));
	}

	private void run(Action action) {
		this.runner.withBean(Service.class).run((context) -> {
			assertThat(context).hasNotFailed();
			action.run(context.getBean(DefaultWorkTracker.class), context.getBean(Service.class));
		});
	}

	private static List<String> names(DefaultWorkTracker tracker) {
		return tracker.cut().stream().map(WorkItem::getName).toList();
	}

	@FunctionalInterface
	interface Action {

		void run(DefaultWorkTracker tracker, Service service);

	}

	static class Service {

		@TrackedWork("named")
		String value(DefaultWorkTracker tracker) {
			return "named " + tracker.getActive();
		}

		@TrackedWork
		<T> T unnamed(Supplier<T> work) {
			return work.get();
		}

		@TrackedWork("future")
		@Nullable CompletableFuture<String> future(@Nullable CompletableFuture<String> future) {
			return future;
		}

		@TrackedWork("mono")
		Mono<String> mono(Mono<String> mono) {
			return mono;
		}

		@TrackedWork("flux")
		Flux<String> flux(Flux<String> flux) {
			return flux;
		}

		void untracked(Runnable work) {
			work.run();
		}

	}

	public static class Plain {

		@TrackedWork("plain")
		public long plain(DefaultWorkTracker tracker) {
			return tracker.getActive();
		}

	}

	static class AsyncService {

		@Async
		@TrackedWork("async")
		CompletableFuture<Boolean> async(Supplier<Boolean> work) {
			return CompletableFuture.completedFuture(work.get());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync(proxyTargetClass = true)
	static class AsyncConfiguration {

	}

	interface Tracked {

		List<String> names(Supplier<List<String>> work);

	}

	static final class FinalService implements Tracked {

		@Override
		@TrackedWork("final")
		public List<String> names(Supplier<List<String>> work) {
			return work.get();
		}

	}

	static class FinalMethod {

		@TrackedWork("work")
		final void work() {
		}

	}

	static class Untracked {

	}

}
