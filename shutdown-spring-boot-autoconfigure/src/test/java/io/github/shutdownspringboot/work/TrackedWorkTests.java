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

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.github.shutdownspringboot.coordinator.InvalidShutdownConfigurationException;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.work.reactive.ReactiveWorkAutoConfiguration;
import org.aopalliance.intercept.MethodInterceptor;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.ContextView;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

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
	void aSubscriptionWithinAnotherBelongsToIt() {
		run((tracker, service) -> {
			Sinks.One<String> sink = Sinks.one();
			CompletableFuture<String> mono = service
				.mono(sink.asMono().flatMap((value) -> service.mono(Mono.just(value))))
				.toFuture();
			CompletableFuture<List<String>> flux = service
				.flux(sink.asMono().flatMapMany((value) -> service.flux(Flux.just(value))))
				.collectList()
				.toFuture();
			tracker.drain();
			sink.tryEmitValue("value");
			assertThat(mono).isCompletedWithValue("value");
			assertThat(flux).isCompletedWithValue(List.of("value"));
		});
	}

	@Test
	void aSubscriptionWithinOneThatHasEndedIsRefused() {
		run((tracker, service) -> {
			AtomicReference<ContextView> ended = new AtomicReference<>();
			service.mono(Mono.deferContextual((context) -> {
				ended.set(context);
				return Mono.just("value");
			})).block();
			tracker.drain();
			Mono<String> late = service.mono(Mono.just("late")).contextWrite(ended.get());
			assertThatExceptionOfType(ShutdownInProgressException.class).isThrownBy(late::block);
		});
	}

	@Test
	void aMonoIsTrackedWhateverTheMethodIsDeclaredToReturn() {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean(GenericJob.class)
			.withBean(Undeclared.class)
			.run((context) -> {
				DefaultWorkTracker tracker = context.getBean(DefaultWorkTracker.class);
				@SuppressWarnings("unchecked")
				Job<Mono<String>> job = context.getBean(Job.class);
				Disposable subscription = job.run().subscribe();
				assertThat(tracker.getActive()).isOne();
				subscription.dispose();
				assertThat(tracker.getActive()).isZero();
				subscription = ((Mono<?>) context.getBean(Undeclared.class).run()).subscribe();
				assertThat(tracker.getActive()).isOne();
				subscription.dispose();
				assertThat(tracker.getActive()).isZero();
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
				.async(() -> Thread.currentThread() != caller && tracker.getActive() == 1)
				.join()).isTrue();
		});
	}

	@Test
	void aCallOfAnAsyncMethodIsWorkWhileItWaitsInTheQueue() {
		runAsync((tracker, service, release) -> {
			service.async(() -> await(release));
			CompletableFuture<Boolean> queued = service.async(() -> true);
			assertThat(tracker.getActive()).isEqualTo(2);
			CompletableFuture<?> drained = tracker.drain().toCompletableFuture();
			assertThatExceptionOfType(ShutdownInProgressException.class).isThrownBy(() -> service.async(() -> true));
			assertThat(drained).isNotDone();
			release.countDown();
			assertThat(queued).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(true);
			assertThat(drained).succeedsWithin(30, TimeUnit.SECONDS);
		});
	}

	@Test
	void aCallOfAnAsyncMethodThatIsStillInTheQueueIsHandedOver() {
		runAsync((tracker, service, release) -> {
			CountDownLatch running = new CountDownLatch(1);
			service.async(() -> {
				running.countDown();
				return await(release);
			});
			assertThat(await(running)).isTrue();
			CompletableFuture<Boolean> queued = service.async(() -> true);
			service.nothing();
			List<WorkItem> cut = tracker.cut();
			assertThat(cut).extracting(WorkItem::getName).containsExactlyInAnyOrder("async", "async", "nothing");
			cut.forEach(WorkItem::callWhenCut);
			assertThat(queued).failsWithin(30, TimeUnit.SECONDS)
				.withThrowableOfType(ExecutionException.class)
				.withCauseInstanceOf(ShutdownInProgressException.class);
		});
	}

	@Test
	void aCallOfAnAsyncMethodThatWasCancelledOrRefusedIsNoWork() {
		runAsync((tracker, service, release) -> {
			CompletableFuture<Boolean> running = service.async(() -> await(release));
			service.async(() -> true).cancel(true);
			assertThat(tracker.getActive()).isOne();
			service.nothing();
			assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(service::nothing);
			assertThat(tracker.getActive()).isEqualTo(2);
			release.countDown();
			assertThat(running).succeedsWithin(30, TimeUnit.SECONDS);
			Awaitility.await().untilAsserted(() -> assertThat(tracker.getActive()).isZero());
		});
	}

	@Test
	void theWorkIsOutsideOfOtherAdvice() {
		this.runner.withUserConfiguration(ProxyConfiguration.class).withBean(Plain.class).run((context) -> {
			context.getBean(Plain.class).plain(context.getBean(DefaultWorkTracker.class));
			assertThat(context.getBean(ProxyConfiguration.class).activeWithin).containsExactly(1L);
			assertThat(((Advised) context.getBean(Plain.class)).getAdvisors()).hasSizeGreaterThan(1);
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
	void aFinalMethodOfABeanThatIsAProxyAlreadyKeepsTheApplicationFromStarting() {
		this.runner.withUserConfiguration(ProxyConfiguration.class)
			.withBean("service", FinalMethod.class)
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

	private void runAsync(AsyncAction action) {
		CountDownLatch release = new CountDownLatch(1);
		this.runner.withUserConfiguration(AsyncConfiguration.class)
			.withBean(AsyncService.class)
			.withBean("taskExecutor", ThreadPoolTaskExecutor.class, () -> {
				ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
				executor.setMaxPoolSize(1);
				executor.setQueueCapacity(2);
				return executor;
			})
			.run((context) -> {
				try {
					action.run(context.getBean(DefaultWorkTracker.class), context.getBean(AsyncService.class), release);
				}
				finally {
					release.countDown();
				}
			});
	}

	private static boolean await(CountDownLatch latch) {
		try {
			return latch.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

	private static List<String> names(DefaultWorkTracker tracker) {
		return tracker.cut().stream().map(WorkItem::getName).toList();
	}

	@FunctionalInterface
	interface Action {

		void run(DefaultWorkTracker tracker, Service service);

	}

	@FunctionalInterface
	interface AsyncAction {

		void run(DefaultWorkTracker tracker, AsyncService service, CountDownLatch release);

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

		@Async
		@TrackedWork("nothing")
		void nothing() {
		}

	}

	interface Job<T> {

		T run();

	}

	static class GenericJob implements Job<Mono<String>> {

		@Override
		@TrackedWork("job")
		public Mono<String> run() {
			return Mono.never();
		}

	}

	static class Undeclared {

		@TrackedWork("undeclared")
		Object run() {
			return Mono.never();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ProxyConfiguration {

		private final List<Long> activeWithin = new ArrayList<>();

		@Bean
		static DefaultAdvisorAutoProxyCreator autoProxyCreator() {
			DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
			creator.setProxyTargetClass(true);
			creator.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return creator;
		}

		@Bean
		DefaultPointcutAdvisor advisor(ObjectProvider<DefaultWorkTracker> tracker) {
			ServicesPointcut pointcut = new ServicesPointcut();
			return new DefaultPointcutAdvisor(pointcut, (MethodInterceptor) (invocation) -> {
				this.activeWithin.add(tracker.getObject().getActive());
				return invocation.proceed();
			});
		}

	}

	static class ServicesPointcut extends StaticMethodMatcherPointcut {

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return List.of(Plain.class, FinalMethod.class).contains(targetClass);
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
