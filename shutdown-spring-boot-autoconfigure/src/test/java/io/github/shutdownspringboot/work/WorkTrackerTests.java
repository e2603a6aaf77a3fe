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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.github.shutdownspringboot.TestThreads;
import io.github.shutdownspringboot.coordinator.ManualShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link DefaultWorkTracker} and {@link WorkItem}.
 */
class WorkTrackerTests {

	private final ManualShutdownClock clock = new ManualShutdownClock();

	private final DefaultWorkTracker tracker = new DefaultWorkTracker(this.clock);

	@Test
	void workIsCountedWhileItRuns() throws Exception {
		this.tracker.run("work", () -> assertThat(this.tracker.getActive()).isOne());
		assertThat(this.tracker.getActive()).isZero();
		assertThat(this.tracker.call("work", this.tracker::getActive)).isOne();
		assertThat(this.tracker.getActive()).isZero();
	}

	@Test
	void workThatFailsHasEnded() {
		assertThatIllegalStateException().isThrownBy(() -> this.tracker.call("work", () -> {
			throw new IllegalStateException("on purpose");
		}));
		assertThat(this.tracker.getActive()).isZero();
	}

	@Test
	void workMayEndOnAnotherThreadAndTwice() {
		WorkTracker.Work one = this.tracker.begin("one");
		WorkTracker.Work other = this.tracker.begin("other");
		assertThat(one.getId()).isNotEqualTo(other.getId());
		TestThreads.run(one::close).join();
		one.close();
		assertThat(this.tracker.getActive()).isOne();
		other.close();
		assertThat(this.tracker.getActive()).isZero();
	}

	@Test
	void workNeedsAName() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.tracker.begin(" "));
		assertThat(this.tracker.getActive()).isZero();
	}

	@Test
	void workIsRefusedFromTheBeginningOfTheDrain() {
		WorkTracker.Work begun = this.tracker.begin("begun");
		CompletableFuture<?> drained = this.tracker.drain().toCompletableFuture();
		assertThatExceptionOfType(ShutdownInProgressException.class).isThrownBy(() -> this.tracker.begin("late"))
			.withMessageContaining("late");
		assertThat(drained).isNotDone();
		begun.close();
		assertThat(drained).isCompleted();
	}

	@Test
	void workWithinWorkBelongsToIt() {
		WorkTracker.Work outer = this.tracker.begin("outer");
		CompletableFuture<?> drained = this.tracker.drain().toCompletableFuture();
		AtomicBoolean done = new AtomicBoolean();
		outer.run(() -> this.tracker.run("inner", () -> done.set(!drained.isDone())));
		assertThat(done).isTrue();
		assertThat(drained).isCompleted();
	}

	@Test
	void workWithinWorkThatWasCutIsRefused() {
		WorkTracker.Work outer = this.tracker.begin("outer");
		outer.run(() -> {
			this.tracker.cut();
			assertThatExceptionOfType(ShutdownInProgressException.class).isThrownBy(() -> this.tracker.begin("inner"));
		});
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void aThreadIsInterruptedWhileItDoesTheWork() {
		CountDownLatch running = new CountDownLatch(1);
		CompletableFuture<Boolean> interrupted = TestThreads.supply(() -> {
			this.tracker.run("work", () -> waitForInterrupt(running));
			return Thread.interrupted();
		});
		await(running);
		this.clock.advance(Duration.ofSeconds(3));
		List<WorkItem> cut = this.tracker.cut();
		assertThat(interrupted).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(false);
		assertThat(cut).singleElement().satisfies((item) -> {
			assertThat(item.getName()).isEqualTo("work");
			assertThat(item.getAge()).isEqualTo(Duration.ofSeconds(3));
		});
	}

	@Test
	void workThatIgnoresAnInterruptLeavesNoneBehind() {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		CompletableFuture<Boolean> interrupted = TestThreads.supply(() -> {
			this.tracker.run("work", () -> {
				running.countDown();
				while (release.getCount() > 0) {
					Thread.onSpinWait();
				}
			});
			return Thread.currentThread().isInterrupted();
		});
		await(running);
		assertThat(this.tracker.cut()).hasSize(1);
		release.countDown();
		assertThat(interrupted).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(false);
	}

	@RepeatedTest(100)
	void innerWorkDoesNotTakeTheInterruptOfOuterWorkAway() {
		CountDownLatch running = new CountDownLatch(1);
		CompletableFuture<Boolean> interrupted = TestThreads.supply(() -> {
			this.tracker.run("outer", () -> {
				this.tracker.run("inner", () -> waitForInterrupt(running));
				waitForInterrupt(running);
			});
			return Thread.currentThread().isInterrupted();
		});
		await(running);
		assertThat(this.tracker.cut()).extracting(WorkItem::getName).containsExactlyInAnyOrder("outer", "inner");
		assertThat(interrupted).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(false);
	}

	@Test
	void theThreadThatHasBegunWorkIsNotInterrupted() {
		WorkTracker.Work work = this.tracker.begin("work", "payload");
		assertThat(this.tracker.cut()).hasSize(1);
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		work.close();
		assertThat(this.tracker.getActive()).isZero();
	}

	@Test
	void workThatBeginsWhileAllIsCutIsRefused() {
		AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {
		});
		DefaultWorkTracker tracker = new DefaultWorkTracker(new ShutdownClock() {

			@Override
			public long nanoTime() {
				meanwhile.get().run();
				return WorkTrackerTests.this.clock.nanoTime();
			}

			@Override
			public Instant now() {
				return WorkTrackerTests.this.clock.now();
			}

			@Override
			public Cancellable schedule(Duration delay, Runnable task) {
				return WorkTrackerTests.this.clock.schedule(delay, task);
			}

		});
		meanwhile.set(() -> assertThat(tracker.cut()).isEmpty());
		assertThatExceptionOfType(ShutdownInProgressException.class).isThrownBy(() -> tracker.begin("late"));
		assertThat(tracker.getActive()).isZero();
	}

	@Test
	void workThatWasHandedOverDoesNotBegin() {
		WorkTracker.Work work = this.tracker.begin("work");
		this.tracker.cut();
		AtomicBoolean done = new AtomicBoolean();
		assertThatExceptionOfType(ShutdownInProgressException.class).isThrownBy(() -> work.run(() -> done.set(true)));
		assertThat(done).isFalse();
	}

	@Test
	void workIsDoneOnce() {
		WorkTracker.Work work = this.tracker.begin("work");
		work.run(() -> assertThatIllegalStateException().isThrownBy(() -> work.run(() -> {
		})));
		assertThatIllegalStateException().isThrownBy(() -> work.run(() -> {
		}));
		assertThat(this.tracker.getActive()).isZero();
	}

	@Test
	void workThatHasEndedIsNotCut() {
		this.tracker.begin("work").close();
		assertThat(this.tracker.cut()).isEmpty();
	}

	@RepeatedTest(200)
	void workEitherEndsOrIsCutAndNoInterruptIsLeft() {
		CountDownLatch running = new CountDownLatch(1);
		WorkItem item = this.tracker.begin("work");
		CompletableFuture<Boolean> clean = TestThreads.supply(() -> {
			item.run(running::countDown);
			return !Thread.interrupted();
		});
		await(running);
		List<WorkItem> cut = this.tracker.cut();
		assertThat(clean).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(true);
		assertThat(cut.isEmpty()).isEqualTo(!item.isCut());
		assertThat(this.tracker.getActive()).isZero();
	}

	@Test
	void aThreadThatIsJoinedIsPendingWhileItLives() throws InterruptedException {
		CountDownLatch release = new CountDownLatch(1);
		Thread thread = new Thread(() -> await(release));
		this.tracker.join(thread);
		assertThat(this.tracker.getThreads().getPending()).isZero();
		thread.start();
		assertThat(this.tracker.getThreads().getPending()).isOne();
		release.countDown();
		thread.join();
		assertThat(this.tracker.getThreads().getPending()).isZero();
	}

	@Test
	void aThreadThatIsRefusedIsNotJoined() throws InterruptedException {
		CountDownLatch release = new CountDownLatch(1);
		Thread thread = new Thread(() -> await(release), "late");
		thread.start();
		this.tracker.drain();
		assertThatExceptionOfType(ShutdownInProgressException.class).isThrownBy(() -> this.tracker.join(thread))
			.withMessageContaining("late");
		assertThat(this.tracker.getThreads().getPending()).isZero();
		release.countDown();
		thread.join();
	}

	private static void waitForInterrupt(CountDownLatch running) {
		running.countDown();
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			// As expected
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
