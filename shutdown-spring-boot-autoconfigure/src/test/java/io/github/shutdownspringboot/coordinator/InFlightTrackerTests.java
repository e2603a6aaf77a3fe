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

package io.github.shutdownspringboot.coordinator;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.management.ThreadMXBean;
import io.github.shutdownspringboot.TestThreads;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InFlightTracker} and {@link InFlight}.
 */
class InFlightTrackerTests {

	private final ManualShutdownClock clock = new ManualShutdownClock();

	private final InFlightTracker tracker = new InFlightTracker(this.clock);

	@Test
	void countsWhatHasBegunAndNotEnded() {
		InFlight first = begin();
		begin();
		assertThat(this.tracker.getCount()).isEqualTo(2);
		first.end();
		assertThat(this.tracker.getCount()).isEqualTo(1);
	}

	@Test
	void whatEndsTwiceIsCountedOnce() {
		InFlight first = begin();
		begin();
		first.end();
		first.end();
		assertThat(this.tracker.getCount()).isEqualTo(1);
	}

	@Test
	void drainOfNothingIsOverAtOnce() {
		assertThat(drain()).isCompleted();
	}

	@Test
	void drainIsOverWithTheEndOfTheLast() {
		InFlight first = begin();
		InFlight second = begin();
		CompletableFuture<?> drained = drain();
		second.end();
		assertThat(drained).isNotDone();
		first.end();
		assertThat(drained).isCompleted();
	}

	@Test
	void whatBeginsWhileDrainingIsRefused() {
		InFlight first = begin();
		CompletableFuture<?> drained = drain();
		assertThat(this.tracker.tryBegin(Map::of)).isNull();
		assertThat(this.tracker.getCount()).isEqualTo(1);
		first.end();
		assertThat(drained).isCompleted();
		assertThat(this.tracker.tryBegin(Map::of)).isNull();
	}

	@Test
	void whatMustBeginWhileDrainingIsWaitedFor() {
		InFlight first = begin();
		CompletableFuture<?> drained = drain();
		InFlight second = this.tracker.begin(Map::of);
		first.end();
		assertThat(drained).isNotDone();
		second.end();
		assertThat(drained).isCompleted();
	}

	@Test
	void aSecondDrainWaitsForWhatBeganAfterTheFirst() {
		assertThat(drain()).isCompleted();
		InFlight late = this.tracker.begin(Map::of);
		CompletableFuture<?> second = drain();
		assertThat(second).isNotDone();
		late.end();
		assertThat(second).isCompleted();
	}

	@Test
	void whatIsMovedIsCountedByTheOther() {
		InFlightTracker other = new InFlightTracker(this.clock);
		InFlight item = begin();
		assertThat(item.moveTo(other)).isTrue();
		assertThat(this.tracker.getCount()).isZero();
		assertThat(other.getCount()).isEqualTo(1);
		assertThat(other.getItems()).containsExactly(item);
		item.end();
		assertThat(other.getCount()).isZero();
	}

	@Test
	void whatIsMovedAwayEndsTheDrain() {
		InFlightTracker other = new InFlightTracker(this.clock);
		InFlight item = begin();
		CompletableFuture<?> drained = drain();
		item.moveTo(other);
		assertThat(drained).isCompleted();
	}

	@Test
	void whatIsMovedToATrackerThatHasDrainedStaysWhereItIsWaitedFor() {
		InFlightTracker other = new InFlightTracker(this.clock);
		other.drain();
		InFlight item = begin();
		assertThat(item.moveTo(other)).isFalse();
		assertThat(this.tracker.getCount()).isEqualTo(1);
		assertThat(other.getCount()).isZero();
	}

	@Test
	void whatHasEndedIsNotMoved() {
		InFlightTracker other = new InFlightTracker(this.clock);
		InFlight item = begin();
		item.end();
		assertThat(item.moveTo(other)).isFalse();
		assertThat(other.getCount()).isZero();
	}

	@Test
	void actionsAreCalledAtTheEndAndAtOnceAfterIt() {
		List<String> called = new ArrayList<>();
		InFlight item = begin();
		item.whenEnded(() -> called.add("first"));
		item.whenEnded(() -> called.add("second"));
		assertThat(called).isEmpty();
		item.end();
		item.whenEnded(() -> called.add("late"));
		assertThat(called).containsExactly("first", "second", "late");
	}

	@Test
	void itemsAreListedWithTheOldestFirst() {
		InFlight older = begin();
		this.clock.advance(Duration.ofSeconds(2));
		InFlight younger = begin();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(this.tracker.getItems()).containsExactly(older, younger);
		assertThat(older.getAge()).isEqualTo(Duration.ofSeconds(3));
	}

	/**
	 * There is one of these for each request: what it has on the heap is itself, the
	 * thread that is at work on it, and its place among all.
	 */
	@Test
	void itAllocatesThreeSmallObjects() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		int count = 10_000;
		beginAndEnd(count);
		long before = threads.getCurrentThreadAllocatedBytes();
		beginAndEnd(count);
		long allocated = threads.getCurrentThreadAllocatedBytes() - before;
		assertThat(allocated / count).isLessThanOrEqualTo(104);
	}

	private void beginAndEnd(int count) {
		for (int i = 0; i < count; i++) {
			Objects.requireNonNull(this.tracker.tryBegin(Map::of)).end();
		}
	}

	/**
	 * Threads begin and end while another drains: when the drain is over, nothing that
	 * was let in may still be in flight, and nothing may be let in after it.
	 */
	@RepeatedTest(50)
	void nothingIsInFlightWhenTheDrainIsOver() throws Exception {
		int threads = 4;
		AtomicInteger inside = new AtomicInteger();
		CyclicBarrier start = new CyclicBarrier(threads + 1);
		CountDownLatch drainSeen = new CountDownLatch(1);
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Future<?>> workers = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				workers.add(executor.submit(() -> {
					start.await();
					InFlight item = this.tracker.tryBegin(Map::of);
					while (item != null) {
						inside.incrementAndGet();
						inside.decrementAndGet();
						item.end();
						item = this.tracker.tryBegin(Map::of);
					}
					return null;
				}));
			}
			start.await();
			AtomicInteger insideAtEnd = new AtomicInteger(-1);
			drain().thenRun(() -> {
				insideAtEnd.set(inside.get());
				drainSeen.countDown();
			});
			assertThat(drainSeen.await(30, TimeUnit.SECONDS)).isTrue();
			for (Future<?> worker : workers) {
				worker.get(30, TimeUnit.SECONDS);
			}
			assertThat(insideAtEnd).hasValue(0);
			assertThat(this.tracker.getCount()).isZero();
			assertThat(this.tracker.getItems()).isEmpty();
		}
		finally {
			executor.shutdownNow();
		}
	}

	/**
	 * One thread ends what another moves while a third drains: it is counted by nobody
	 * afterwards, and neither drain hangs.
	 */
	@RepeatedTest(200)
	void whatIsMovedWhileItEndsIsCountedByNobodyAfterwards() throws Exception {
		InFlightTracker other = new InFlightTracker(this.clock);
		InFlight item = begin();
		CyclicBarrier start = new CyclicBarrier(3);
		CompletableFuture<Void> mover = async(start, () -> item.moveTo(other));
		CompletableFuture<Void> ender = async(start, item::end);
		start.await();
		CompletableFuture<?> drained = drain();
		CompletableFuture<?> otherDrained = other.drain().toCompletableFuture();
		CompletableFuture.allOf(mover, ender, drained, otherDrained).get(30, TimeUnit.SECONDS);
		assertThat(this.tracker.getCount()).isZero();
		assertThat(other.getCount()).isZero();
		assertThat(this.tracker.getItems()).isEmpty();
		assertThat(other.getItems()).isEmpty();
	}

	@Test
	void whatWasMovedCanBeMovedBack() {
		InFlightTracker other = new InFlightTracker(this.clock);
		InFlight item = begin();
		item.moveTo(other);
		assertThat(item.moveBack()).isTrue();
		assertThat(this.tracker.getCount()).isOne();
		assertThat(other.getCount()).isZero();
	}

	private static CompletableFuture<Void> async(CyclicBarrier start, Runnable task) {
		return TestThreads.run(() -> {
			try {
				start.await();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
			task.run();
		});
	}

	private InFlight begin() {
		InFlight item = this.tracker.tryBegin(Map::of);
		assertThat(item).isNotNull();
		return item;
	}

	private CompletableFuture<?> drain() {
		return this.tracker.drain().toCompletableFuture();
	}

}
