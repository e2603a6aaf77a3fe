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

package io.github.shutdownspringboot.clients;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.shutdownspringboot.coordinator.ClientState;
import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.Timing;
import io.github.shutdownspringboot.coordinator.TimingRecorder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ClientsStage} and what it is made of, with a clock that is moved by
 * hand.
 */
class ClientsStageTests {

	private static final Duration BUDGET = Duration.ofSeconds(10);

	private final ManualShutdownClock clock = new ManualShutdownClock();

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	private final ClientsProperties properties = new ClientsProperties();

	private final CreatedBeans createdBeans = new CreatedBeans();

	private final DefaultClientRegistry registry = new DefaultClientRegistry(this.clock, this.properties,
			this.createdBeans, new BeanObjects(this.beanFactory, this.createdBeans), new ClientTimings());

	private final ClientTimings timings = new ClientTimings();

	private final ClientsStage stage = new ClientsStage(this.registry, new BeanUses(this.beanFactory), this.timings,
			this.properties, this.clock);

	private final List<String> closed = new CopyOnWriteArrayList<>();

	@Test
	void lowerOrdersAreClosedFirstAndTheRestInReverseOrderOfRegistration() {
		register("first");
		register("ten", 10);
		register("second");
		register("minus", -1);
		register("third");
		assertThat(names()).containsExactly("minus", "ten", "third", "second", "first");
		assertThat(run()).succeedsWithin(60, TimeUnit.SECONDS);
		assertThat(this.closed).containsExactly("minus", "ten", "third", "second", "first");
		assertThat(states()).containsOnly(ClientState.CLOSED);
	}

	@Test
	void whatTheConfigurationNamesIsAheadOfEverything() {
		register("a", 1);
		register("b");
		register("c", 2);
		this.registry.setFirst(List.of("c", "b", "gone"));
		assertThat(names()).containsExactly("c", "b", "a");
		assertThat(this.stage.getClients()).extracting(ShutdownReport.Client::order).containsExactly(null, null, 1);
		assertThat(run()).succeedsWithin(60, TimeUnit.SECONDS);
		assertThat(this.closed).containsExactly("c", "b", "a");
	}

	@Test
	void equalOrdersAreClosedAtTheSameTimeAndTheNextOrderWaitsForAllOfThem() throws InterruptedException {
		CountDownLatch together = new CountDownLatch(2);
		CountDownLatch release = new CountDownLatch(1);
		for (String name : List.of("a", "b")) {
			this.registry.register(ClientRegistration.of(name, () -> {
				together.countDown();
				together.await();
				if (name.equals("b")) {
					release.await();
				}
				this.closed.add(name);
			}).order(1));
		}
		register("next", 2);
		CompletableFuture<?> over = run();
		assertThat(together.await(60, TimeUnit.SECONDS)).isTrue();
		Awaitility.await().until(() -> this.closed.contains("a"));
		assertThat(client("next").state()).isEqualTo(ClientState.PENDING);
		assertThat(client("b").state()).isEqualTo(ClientState.CLOSING);
		release.countDown();
		assertThat(over).succeedsWithin(60, TimeUnit.SECONDS);
		assertThat(this.closed).containsExactly("a", "b", "next");
	}

	@Test
	void aClientThatThrowsIsRecordedAndTheNextOneIsClosed() {
		this.registry.register(ClientRegistration.of("exception", () -> {
			throw new IllegalStateException("no");
		}).order(1));
		this.registry.register(ClientRegistration.of("error", () -> {
			throw new NoClassDefFoundError("gone");
		}).order(2));
		this.registry
			.register(ClientRegistration.ofAsync("future", () -> CompletableFuture.failedFuture(new Exception("late")))
				.order(3));
		this.registry.register(ClientRegistration.ofAsync("null", () -> null).order(4));
		this.registry
			.register(ClientRegistration.ofPublisher("publisher", () -> Mono.error(new Exception("bad"))).order(5));
		register("last", 6);
		assertThat(failure(run())).hasMessageStartingWith("5 of 6 clients failed: 'exception' FAILED (")
			.hasMessageContaining("'error' FAILED (its close action failed: java.lang.NoClassDefFoundError: gone)")
			.hasMessageContaining("'future' FAILED")
			.hasMessageContaining("late")
			.hasMessageContaining("'null' FAILED")
			.hasMessageContaining("'publisher' FAILED")
			.hasMessageContaining("bad");
		assertThat(this.closed).containsExactly("last");
	}

	@Test
	void futuresAndPublishersAreWaitedFor() {
		CompletableFuture<String> future = new CompletableFuture<>();
		this.registry.register(ClientRegistration.ofAsync("future", () -> future).order(1));
		this.registry.register(ClientRegistration
			.ofPublisher("publisher", () -> Flux.just(1, 2).doOnComplete(() -> this.closed.add("publisher")))
			.order(2));
		register("last", 3);
		CompletableFuture<?> over = run();
		Awaitility.await().until(() -> client("future").state() == ClientState.CLOSING);
		assertThat(this.closed).isEmpty();
		future.complete("closed");
		assertThat(over).succeedsWithin(60, TimeUnit.SECONDS);
		assertThat(this.closed).containsExactly("publisher", "last");
	}

	@Test
	void aClientThatHangsIsInterruptedAtItsTimeoutAndTheNextOneIsClosed() throws InterruptedException {
		CountDownLatch hangs = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		this.registry.register(ClientRegistration.of("hanging", () -> {
			hangs.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
		}).order(1).timeout(Duration.ofSeconds(2)));
		register("next", 2);
		CompletableFuture<?> over = run();
		assertThat(hangs.await(60, TimeUnit.SECONDS)).isTrue();
		this.clock.advance(Duration.ofMillis(1999));
		assertThat(over).isNotDone();
		this.clock.advance(Duration.ofMillis(1));
		assertThat(failure(over)).hasMessageContaining("1 of 2").hasMessageContaining("'hanging' TIMED_OUT");
		assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(client("hanging").duration()).isEqualTo(Duration.ofSeconds(2));
		assertThat(client("hanging").message()).contains("did not end in time");
		assertThat(client("hanging").state()).isEqualTo(ClientState.TIMED_OUT);
		assertThat(this.closed).containsExactly("next");
	}

	@Test
	void aFutureThatNeverCompletesTimesOut() {
		this.registry.register(ClientRegistration.ofAsync("never", CompletableFuture::new).order(1));
		this.registry.register(ClientRegistration.ofPublisher("nothing", Mono::never).order(1));
		register("next", 2);
		CompletableFuture<?> over = run();
		this.clock.advance(Duration.ofSeconds(5));
		assertThat(failure(over)).hasMessageContaining("2 of 3");
		assertThat(this.closed).containsExactly("next");
	}

	@Test
	void clientsThatHangLeaveTimeForThoseThatWait() {
		registerHanging(2);
		register("last", 3);
		register("unordered");
		CompletableFuture<?> over = run();
		this.clock.advance(Duration.ofMillis(4875));
		this.clock.advance(Duration.ofNanos(2_437_500_000L));
		assertThat(failure(over)).hasMessageContaining("2 of 4");
		assertThat(this.closed).containsExactly("last", "unordered");
		assertThat(this.stage.getClients()).extracting(ShutdownReport.Client::duration)
			.startsWith(Duration.ofMillis(4875), Duration.ofNanos(2_437_500_000L));
	}

	@Test
	void aClientHasAllTheTimeThatItDeclaresIfThoseAfterItStillHaveTheirs() {
		this.registry.register(
				ClientRegistration.ofAsync("slow", CompletableFuture::new).order(1).timeout(Duration.ofMillis(8500)));
		this.registry.register(
				ClientRegistration.of("quick", () -> this.closed.add("quick")).order(2).timeout(Duration.ofSeconds(1)));
		CompletableFuture<?> over = run();
		this.clock.advance(Duration.ofMillis(8499));
		assertThat(client("slow").state()).isEqualTo(ClientState.CLOSING);
		this.clock.advance(Duration.ofMillis(1));
		assertThat(failure(over)).hasMessageContaining("'slow' TIMED_OUT");
		assertThat(this.closed).containsExactly("quick");
	}

	@Test
	void theLastClientHasAllTheTimeThatIsLeft() {
		registerHanging(2);
		run();
		this.clock.advance(BUDGET.minus(Duration.ofMillis(1)));
		assertThat(client("never2").duration()).isEqualTo(Duration.ofMillis(4875));
	}

	@Test
	void whenNextToNothingIsLeftAllThatWaitAreClosedAtOnce() {
		registerHanging(5);
		CountDownLatch together = new CountDownLatch(3);
		for (int i = 6; i <= 8; i++) {
			this.registry.register(ClientRegistration.of("together" + i, () -> {
				together.countDown();
				together.await();
			}).order(i));
		}
		CompletableFuture<?> over = run();
		// Each has half of what the one before has left
		for (long nanos = 4_875_000_000L; nanos > 300_000_000; nanos /= 2) {
			this.clock.advance(Duration.ofNanos(nanos));
		}
		assertThat(failure(over)).hasMessageContaining("5 of 8");
		assertThat(states()).endsWith(ClientState.CLOSED, ClientState.CLOSED, ClientState.CLOSED);
	}

	@Test
	void aStageThatIsCutGivesUpOnAllClients() {
		this.registry.register(ClientRegistration.ofAsync("never", CompletableFuture::new).order(1));
		for (int i = 0; i < 5_000; i++) {
			register("waiting" + i);
		}
		CompletableFuture<?> over = run();
		this.stage.cut();
		assertThat(failure(over)).hasMessageContaining("'never' TIMED_OUT");
		assertThat(this.stage.pending()).isZero();
		assertThat(client("waiting0").state()).isEqualTo(ClientState.SKIPPED);
		assertThat(this.closed).isEmpty();
	}

	@Test
	void aClientThatIsAboutToBeClosedWhenTheStageIsCutIsGivenUpToo() {
		registerTarget("late", () -> {
			this.stage.cut();
			return List.of(new CloseWay("close()", () -> new CountDownLatch(1).await()));
		});
		assertThat(failure(run())).hasMessageContaining("'late' TIMED_OUT");
	}

	@Test
	void noHarderWayIsTriedWhenTheStageIsCut() {
		registerTarget("client", () -> List.of(new CloseWay("gently()", () -> new CountDownLatch(1).await()),
				new CloseWay("hard()", () -> this.closed.add("hard"))));
		CompletableFuture<?> over = run();
		this.stage.cut();
		assertThat(failure(over)).hasMessageContaining("'client' TIMED_OUT (gently() did not end in time)");
		assertThat(this.closed).isEmpty();
	}

	@Test
	void aClientThatIsOverMeanwhileHoldsNobody() {
		registerTarget("a", () -> {
			this.registry.getClients().forEach((client) -> client.skip("somebody has closed it"));
			return List.of(new CloseWay("close()", () -> this.closed.add("a")));
		});
		register("b");
		this.registry.setFirst(List.of("a", "b"));
		assertThat(run()).succeedsWithin(60, TimeUnit.SECONDS);
		assertThat(this.closed).containsExactly("a");
		assertThat(client("b").message()).isEqualTo("somebody has closed it");
	}

	@Test
	void whatEachWayHasThrownIsKept() {
		Exception first = new IllegalStateException("not gently");
		Exception second = new IllegalStateException("not at all");
		registerTarget("client", () -> List.of(new CloseWay("gently()", () -> {
			throw first;
		}), new CloseWay("hard()", () -> {
			throw second;
		})));
		failure(run());
		assertThat(this.registry.getClients()).singleElement()
			.extracting(ClientExecution::getFailure)
			.isSameAs(first)
			.satisfies((failure) -> assertThat(first).hasSuppressedException(second));
	}

	@Test
	void aPublisherThatIsNotWaitedForAnyMoreIsCancelled() throws InterruptedException {
		CountDownLatch subscribed = new CountDownLatch(1);
		CountDownLatch cancelled = new CountDownLatch(1);
		this.registry.register(ClientRegistration.ofPublisher("nothing",
				() -> Mono.never()
					.doOnSubscribe((subscription) -> subscribed.countDown())
					.doOnCancel(cancelled::countDown)));
		CompletableFuture<?> over = run();
		assertThat(subscribed.await(60, TimeUnit.SECONDS)).isTrue();
		this.clock.advance(Duration.ofSeconds(5));
		failure(over);
		assertThat(cancelled.await(60, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void theTimeThatClosingTookIsRecordedForEachOutcome() {
		Map<String, Duration> recorded = new ConcurrentHashMap<>();
		this.timings.setRecorder(new TimingRecorder() {

			@Override
			public void register(Timing timing) {
			}

			@Override
			public void remove(Timing timing) {
			}

			@Override
			public void record(Timing timing, Duration duration) {
				recorded.put(timing.tags().get("client") + " " + timing.tags().get("outcome"), duration);
			}

		});
		register("quick");
		this.registry.register(
				ClientRegistration.ofAsync("never", CompletableFuture::new).order(1).timeout(Duration.ofSeconds(2)));
		CompletableFuture<?> over = run();
		this.clock.advance(Duration.ofSeconds(2));
		failure(over);
		assertThat(recorded).containsOnly(Map.entry("never timed_out", Duration.ofSeconds(2)),
				Map.entry("quick closed", Duration.ZERO));
	}

	@Test
	void aStageThatHadNoTimeAtAllSkipsAllClients() {
		register("a");
		this.stage.cut();
		assertThat(states()).containsExactly(ClientState.SKIPPED);
		assertThatIllegalStateException().isThrownBy(() -> register("b"));
	}

	@Test
	void aClientThatWasUnregisteredIsNotClosed() {
		register("a");
		ClientRegistry.Handle handle = this.registry
			.register(ClientRegistration.of("removed", () -> this.closed.add("removed")));
		handle.unregister();
		handle.unregister();
		assertThat(names()).containsExactly("a");
		register("removed");
		handle.unregister();
		assertThat(names()).containsExactly("removed", "a");
	}

	@Test
	void nobodyIsUnregisteredWhileTheClientsAreClosed() {
		ClientRegistry.Handle handle = this.registry
			.register(ClientRegistration.of("last", () -> this.closed.add("last")));
		this.registry.register(ClientRegistration.of("first", handle::unregister).order(1));
		assertThat(run()).succeedsWithin(60, TimeUnit.SECONDS);
		assertThat(names()).containsExactly("first", "last");
		assertThat(this.stage.getCounts()).containsEntry("registeredClients", 2L);
	}

	@Test
	void noTwoClientsShareAName() {
		register("a");
		assertThatIllegalArgumentException().isThrownBy(() -> register("a")).withMessageContaining("'a'");
		assertThatIllegalArgumentException().isThrownBy(() -> register(" "));
	}

	@Test
	void nobodyIsRegisteredWhileTheClientsAreClosed() {
		assertThat(run()).succeedsWithin(60, TimeUnit.SECONDS);
		assertThatIllegalStateException().isThrownBy(() -> register("late")).withMessageContaining("'late'");
	}

	@Test
	void thePlanIsShownFromTheStartAndTheOutcomesInTheEnd() {
		register("a", 1);
		this.registry.register(ClientRegistration.of("b", () -> {
			throw new IllegalStateException("no");
		}).timeout(Duration.ofSeconds(1)));
		assertThat(this.stage.getCounts()).containsEntry("registeredClients", 2L);
		assertThat(this.stage.pending()).isEqualTo(2);
		assertThat(this.stage.getDetails()).containsEntry("clients",
				List.of(Map.of("name", "a", "order", 1, "timeout", "PT5S", "state", "PENDING"),
						Map.of("name", "b", "timeout", "PT1S", "state", "PENDING")));
		failure(run());
		assertThat(this.stage.getDetails()).containsEntry("clients",
				List.of(Map.of("name", "a", "order", 1, "timeout", "PT5S", "state", "CLOSED", "duration", "PT0S"),
						Map.of("name", "b", "timeout", "PT1S", "state", "FAILED", "duration", "PT0S", "message",
								"its close action failed: java.lang.IllegalStateException: no")));
		assertThat(this.stage.pending()).isZero();
	}

	@Test
	void threadsOfClientsAreDaemonsWithANameOfTheirOwn() {
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		this.registry.register(ClientRegistration.of("a", () -> thread.complete(Thread.currentThread())));
		assertThat(run()).succeedsWithin(60, TimeUnit.SECONDS);
		assertThat(thread.join().getName()).isEqualTo("shutdown-client-a");
		assertThat(thread.join().isDaemon()).isTrue();
	}

	private void register(String name) {
		this.registry.register(ClientRegistration.of(name, () -> this.closed.add(name)));
	}

	private void registerTarget(String name, Supplier<List<CloseWay>> ways) {
		this.registry.register(name, null, null, null, new ClientTarget() {

			@Override
			public List<CloseWay> takeOver() {
				return ways.get();
			}

			@Override
			public boolean isDestroyedBySpring() {
				return false;
			}

		});
	}

	private void registerHanging(int count) {
		for (int i = 1; i <= count; i++) {
			this.registry.register(ClientRegistration.ofAsync("never" + i, CompletableFuture::new).order(i));
		}
	}

	private void register(String name, int order) {
		this.registry.register(ClientRegistration.of(name, () -> this.closed.add(name)).order(order));
	}

	private CompletableFuture<?> run() {
		return this.stage.run(BUDGET).toCompletableFuture();
	}

	private List<String> names() {
		return this.stage.getClients().stream().map(ShutdownReport.Client::name).toList();
	}

	private List<ClientState> states() {
		return this.stage.getClients().stream().map(ShutdownReport.Client::state).toList();
	}

	private ShutdownReport.Client client(String name) {
		return this.stage.getClients()
			.stream()
			.filter((client) -> client.name().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private static Throwable failure(CompletableFuture<?> over) {
		try {
			over.get(60, TimeUnit.SECONDS);
			throw new AssertionError("The stage did not fail");
		}
		catch (ExecutionException ex) {
			Throwable cause = ex.getCause();
			return (cause instanceof CompletionException) ? cause.getCause() : cause;
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

}
