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

package io.github.shutdownspringboot.streams;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.shutdownspringboot.TestThreads;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StreamGate}.
 */
class StreamGateTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final List<Boolean> ends = new ArrayList<>();

	private final List<String> cuts = new CopyOnWriteArrayList<>();

	private volatile boolean cutWakesWriter;

	private final StreamGate gate = gate(this.ends::add);

	@Test
	void aStreamBetweenTwoEventsEndsAtOnce() {
		assertThat(this.gate.enter()).isTrue();
		leave(this.gate, true);
		this.gate.requestEnd();
		assertThat(this.ends).containsExactly(false);
		assertThat(this.gate.enter()).isFalse();
	}

	@Test
	void aStreamThatHasSentNothingEndsAtOnceWhenItsHeadIsComplete() {
		this.gate.headIsComplete();
		this.gate.requestEnd();
		assertThat(this.ends).containsExactly(false);
	}

	@Test
	void aStreamIsNotEndedWhileTheApplicationIsAtItsHead() {
		this.gate.requestEnd();
		assertThat(this.ends).isEmpty();
		this.gate.headIsComplete();
		assertThat(this.ends).containsExactly(false);
	}

	@Test
	void theFirstWriteCompletesTheHead() {
		this.gate.requestEnd();
		assertThat(this.gate.enter()).isTrue();
		leave(this.gate, true);
		assertThat(this.ends).containsExactly(false);
	}

	@Test
	void aHeadThatIsNeverCompletedIsNotWaitedForWhenForced() {
		this.gate.requestEnd();
		this.gate.forceEnd();
		assertThat(this.ends).containsExactly(false);
	}

	@Test
	void aWriterThatIsStillAtItWhenForcedEndsTheStreamWhenItStops() {
		this.gate.enter();
		this.gate.requestEnd();
		this.gate.forceEnd();
		assertThat(this.ends).isEmpty();
		leave(this.gate, false);
		assertThat(this.ends).containsExactly(true);
	}

	@Test
	void aStreamWithinAnEventEndsWithTheEvent() {
		this.gate.enter();
		leave(this.gate, false);
		this.gate.requestEnd();
		assertThat(this.ends).isEmpty();
		assertThat(this.gate.enter()).isTrue();
		leave(this.gate, false);
		assertThat(this.ends).isEmpty();
		this.gate.enter();
		leave(this.gate, true);
		assertThat(this.ends).containsExactly(false);
	}

	@Test
	void aStreamThatIsWrittenToIsEndedByItsWriter() {
		this.gate.enter();
		this.gate.requestEnd();
		assertThat(this.ends).isEmpty();
		leave(this.gate, true);
		assertThat(this.ends).containsExactly(false);
	}

	@Test
	void anEventThatIsNeverFinishedIsTornWhenForced() {
		this.gate.enter();
		leave(this.gate, false);
		this.gate.forceEnd();
		assertThat(this.ends).isEmpty();
		this.gate.requestEnd();
		this.gate.forceEnd();
		assertThat(this.ends).containsExactly(true);
		this.gate.forceEnd();
		this.gate.requestEnd();
		assertThat(this.ends).hasSize(1);
	}

	@Test
	void anEndThatIsForcedBeforeItIsRequestedIsNotForgotten() {
		this.gate.enter();
		leave(this.gate, false);
		this.gate.forceEnd();
		assertThat(this.ends).isEmpty();
		this.gate.requestEnd();
		assertThat(this.ends).containsExactly(true);
	}

	@Test
	void aStreamThatItsApplicationHasFinishedIsNotEnded() {
		this.gate.finish(LONG);
		this.gate.requestEnd();
		this.gate.forceEnd();
		assertThat(this.ends).isEmpty();
		assertThat(this.gate.awaitEnd(LONG)).isFalse();
	}

	@Test
	void whoeverFinishesTheResponseWaitsForTheEndThatIsUnderWay() throws Exception {
		CountDownLatch ending = new CountDownLatch(1);
		CountDownLatch mayEnd = new CountDownLatch(1);
		AtomicInteger ended = new AtomicInteger();
		StreamGate gate = gate((torn) -> {
			ending.countDown();
			await(mayEnd);
			ended.incrementAndGet();
		});
		gate.headIsComplete();
		CompletableFuture<Void> ender = TestThreads.run(gate::requestEnd);
		assertThat(ending.await(30, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<Integer> finisher = TestThreads.supply(() -> {
			gate.finish(LONG);
			return ended.get();
		});
		mayEnd.countDown();
		assertThat(finisher.get(30, TimeUnit.SECONDS)).isOne();
		ender.get(30, TimeUnit.SECONDS);
	}

	@Test
	void whoeverEndsTheStreamDoesNotWaitForItself() {
		List<StreamGate> gates = new ArrayList<>();
		StreamGate gate = gate((torn) -> gates.get(0).finish(LONG));
		gates.add(gate);
		gate.headIsComplete();
		gate.requestEnd();
		assertThat(gate.awaitEnd(LONG)).isTrue();
	}

	/**
	 * A writer, an ender and a finisher at the same time: the stream is ended at most
	 * once, never while the application writes, and the application writes nothing after
	 * it.
	 */
	@RepeatedTest(200)
	void neverTwoWritersAtATime() throws Exception {
		AtomicInteger writers = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		AtomicInteger endings = new AtomicInteger();
		StreamGate gate = gate((torn) -> {
			most.accumulateAndGet(writers.incrementAndGet(), Math::max);
			endings.incrementAndGet();
			writers.decrementAndGet();
		});
		CyclicBarrier start = new CyclicBarrier(2);
		CompletableFuture<Void> writer = TestThreads.run(() -> {
			await(start);
			for (int i = 0; i < 100 && gate.enter(); i++) {
				most.accumulateAndGet(writers.incrementAndGet(), Math::max);
				writers.decrementAndGet();
				leave(gate, i % 3 == 0);
			}
		});
		CompletableFuture<Void> ender = TestThreads.run(() -> {
			await(start);
			gate.requestEnd();
			gate.forceEnd();
		});
		CompletableFuture.allOf(writer, ender).get(30, TimeUnit.SECONDS);
		gate.forceEnd();
		assertThat(most).hasValue(1);
		assertThat(endings).hasValue(1);
	}

	@Test
	void aWriterThatHangsIsInterruptedWhenCutAndGoesOnUndisturbed() throws Exception {
		CountDownLatch writing = new CountDownLatch(1);
		CompletableFuture<Boolean> writer = TestThreads.supply(() -> {
			this.gate.enter();
			writing.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				// As a container does when its connection is closed
			}
			leave(this.gate, false);
			return Thread.currentThread().isInterrupted() || this.gate.enter();
		});
		assertThat(writing.await(30, TimeUnit.SECONDS)).isTrue();
		this.gate.requestEnd();
		this.gate.forceEnd();
		this.gate.cut();
		assertThat(writer.get(30, TimeUnit.SECONDS)).isFalse();
		assertThat(this.ends).isEmpty();
		assertThat(this.cuts).containsExactly("cut", "writer is free");
	}

	@Test
	void aWriterThatComesBackFromTheCutByItselfIsNotInterrupted() {
		this.cutWakesWriter = true;
		this.gate.enter();
		this.gate.cut();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		this.gate.leave();
		assertThat(this.cuts).containsExactly("cut", "writer is free");
	}

	/**
	 * A writer that comes back just when it is cut never takes the interruption with it.
	 */
	@RepeatedTest(200)
	void aWriterThatComesBackWhenCutIsNotInterruptedLater() throws Exception {
		CyclicBarrier start = new CyclicBarrier(2);
		CompletableFuture<Boolean> writer = TestThreads.supply(() -> {
			this.gate.enter();
			await(start);
			leave(this.gate, true);
			return Thread.currentThread().isInterrupted();
		});
		await(start);
		this.gate.cut();
		assertThat(writer.get(30, TimeUnit.SECONDS)).isFalse();
	}

	@Test
	void aStreamIsEndedByTheLastOfTwoThatAreInside() throws Exception {
		this.gate.enter();
		TestThreads.run(() -> {
			this.gate.enter();
			this.gate.leave();
		}).get(30, TimeUnit.SECONDS);
		this.gate.requestEnd();
		assertThat(this.ends).isEmpty();
		leave(this.gate, true);
		assertThat(this.ends).containsExactly(false);
	}

	@Test
	void whoeverFlushesWithinAMessageOfAnotherDoesNotEndTheStream() throws Exception {
		this.gate.enter();
		this.gate.accept("data:to".getBytes(StandardCharsets.UTF_8), 0, 7);
		this.gate.requestEnd();
		this.gate.forceEnd();
		TestThreads.run(() -> {
			this.gate.enter();
			this.gate.leave();
		}).get(30, TimeUnit.SECONDS);
		assertThat(this.ends).isEmpty();
		this.gate.leave();
		assertThat(this.ends).containsExactly(true);
	}

	@Test
	void allThatAreInsideAreInterruptedWhenCutAndTheLastOneIsFree() throws Exception {
		CountDownLatch inside = new CountDownLatch(2);
		CountDownLatch mayLeave = new CountDownLatch(1);
		CompletableFuture<Boolean> first = TestThreads.supply(() -> hang(inside, new CountDownLatch(0)));
		CompletableFuture<Boolean> second = TestThreads.supply(() -> hang(inside, mayLeave));
		assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
		this.gate.cut();
		assertThat(first.get(30, TimeUnit.SECONDS)).isFalse();
		assertThat(this.cuts).containsExactly("cut");
		mayLeave.countDown();
		assertThat(second.get(30, TimeUnit.SECONDS)).isFalse();
		assertThat(this.cuts).containsExactly("cut", "writer is free");
	}

	private boolean hang(CountDownLatch inside, CountDownLatch mayLeave) {
		this.gate.enter();
		inside.countDown();
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			await(mayLeave);
		}
		this.gate.leave();
		return Thread.currentThread().isInterrupted() || this.gate.enter();
	}

	/**
	 * As {@link #neverTwoWritersAtATime}, with a thread that flushes at any time.
	 */
	@RepeatedTest(200)
	void neverAnEndWhileOneOfTwoIsInside() throws Exception {
		AtomicInteger inside = new AtomicInteger();
		List<Integer> insideAtEnd = new CopyOnWriteArrayList<>();
		StreamGate gate = gate((torn) -> insideAtEnd.add(inside.get()));
		CyclicBarrier start = new CyclicBarrier(3);
		CompletableFuture<Void> writer = TestThreads.run(() -> {
			await(start);
			for (int i = 0; i < 100 && gate.enter(); i++) {
				inside.incrementAndGet();
				byte[] written = ((i % 3 == 0) ? "\n\n" : "data:").getBytes(StandardCharsets.UTF_8);
				gate.accept(written, 0, written.length);
				inside.decrementAndGet();
				gate.leave();
			}
		});
		CompletableFuture<Void> flusher = TestThreads.run(() -> {
			await(start);
			for (int i = 0; i < 100 && gate.enter(); i++) {
				inside.incrementAndGet();
				inside.decrementAndGet();
				gate.leave();
			}
		});
		CompletableFuture<Void> ender = TestThreads.run(() -> {
			await(start);
			gate.requestEnd();
			gate.forceEnd();
		});
		CompletableFuture.allOf(writer, flusher, ender).get(30, TimeUnit.SECONDS);
		assertThat(insideAtEnd).containsExactly(0);
	}

	@Test
	void anEndThatHangsIsInterruptedWhenCut() throws Exception {
		CountDownLatch ending = new CountDownLatch(1);
		StreamGate gate = gate((torn) -> {
			ending.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				// As above
			}
		});
		gate.headIsComplete();
		CompletableFuture<Boolean> ender = TestThreads.supply(() -> {
			gate.requestEnd();
			return Thread.currentThread().isInterrupted();
		});
		assertThat(ending.await(30, TimeUnit.SECONDS)).isTrue();
		gate.cut();
		assertThat(ender.get(30, TimeUnit.SECONDS)).isFalse();
		assertThat(gate.awaitEnd(LONG)).isTrue();
	}

	private StreamGate gate(Consumer<Boolean> end) {
		return new StreamGate(new EventBoundary(""), new StreamGate.Ending() {

			@Override
			public void end(String endOfTornMessage, boolean modelContextProtocol) {
				end.accept(!endOfTornMessage.isEmpty());
			}

			@Override
			public boolean cut() {
				StreamGateTests.this.cuts.add("cut");
				return StreamGateTests.this.cutWakesWriter;
			}

			@Override
			public void writerIsFree() {
				StreamGateTests.this.cuts.add("writer is free");
			}

		});
	}

	private static void leave(StreamGate gate, boolean atBoundary) {
		byte[] written = (atBoundary ? "\n\n" : "data:").getBytes(StandardCharsets.UTF_8);
		gate.accept(written, 0, written.length);
		gate.leave();
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(30, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
