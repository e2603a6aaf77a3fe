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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.TestThreads;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.SmartLifecycle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LifecycleWatch}, in a context that closes, is never forced and goes on
 * when it is let go.
 */
@ExtendWith({ OutputCaptureExtension.class, DeadlineThreads.class })
class LifecycleWatchTests {

	private final ManualShutdownClock clock = new ManualShutdownClock();

	private final Blocker blocker = new Blocker();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ShutdownCoordinatorAutoConfiguration.class))
		.withBean(ShutdownClock.class, () -> this.clock)
		.withPropertyValues("shutdown.timeout=20s");

	@Test
	void aLifecycleBeanThatBlocksIsNamedWithTheLineItIsAt() {
		closeAndExpect(
				this.contextRunner.withBean("other", TestLifecycle.class, () -> new TestLifecycle(7))
					.withBean("blocking", BlockingLifecycle.class, () -> new BlockingLifecycle(this.blocker)),
				"stop of lifecycle bean 'blocking'", "BlockingLifecycle.stop(LifecycleWatchTests.java");
	}

	@Test
	void aStageThatBlocksThoughItNeedsNoThreadIsNamedAndInterrupted() {
		TestStage stage = new TestStage("blocking", ShutdownPhases.WORK, Duration.ofSeconds(10))
			.doing(this.blocker::blockUntilInterrupted);
		this.contextRunner.withBean("stage", PromptTestStage.class, () -> new PromptTestStage(stage)).run((context) -> {
			DefaultShutdownCoordinator coordinator = context.getBean(DefaultShutdownCoordinator.class);
			CompletableFuture<Void> closed = TestThreads.run(context::close);
			this.blocker.awaitBlocked();
			coordinator.pushOn();
			coordinator.pushOn();
			assertThat(closed).succeedsWithin(60, TimeUnit.SECONDS);
			assertThat(coordinator.getReport().unfinished()).singleElement()
				.satisfies((unfinished) -> assertThat(unfinished.stack())
					.anySatisfy((frame) -> assertThat(frame).contains("TestStage.run")));
		});
	}

	@Test
	void aBeanThatBlocksWhenItIsDestroyedIsSeenInTheStackOfTheClosingThread() {
		closeAndExpect(this.contextRunner.withBean(DisposableBean.class, () -> new BlockingBean(this.blocker)),
				"close of the application context", "BlockingBean.destroy(LifecycleWatchTests.java");
	}

	@Test
	void aLifecycleBeanThatDoesNotCallBackIsNamedAndOthersOfOtherPhasesAreNot() {
		this.contextRunner.withPropertyValues("shutdown.force-after-timeout=false")
			.withBean("other", TestLifecycle.class, () -> new TestLifecycle(4))
			.withBean("silent", SilentLifecycle.class, () -> new SilentLifecycle(5))
			.run((context) -> {
				ShutdownCoordinator coordinator = context.getBean(ShutdownCoordinator.class);
				SilentLifecycle silent = context.getBean(SilentLifecycle.class);
				CompletableFuture<Void> closed = TestThreads.run(context::close);
				// Then the closing thread waits for the phase, and for no bean
				Thread closing = silent.closing.get(60, TimeUnit.SECONDS);
				Awaitility.await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
				this.clock.advance(Duration.ofSeconds(20));
				Awaitility.await().until(() -> !coordinator.getReport().unfinished().isEmpty());
				assertThat(coordinator.getReport().unfinished()).singleElement()
					.satisfies((unfinished) -> assertThat(unfinished.what())
						.isEqualTo("lifecycle bean 'silent' in phase 5, which has not called back"));
				assertThat(closed).isNotDone();
				silent.callback.get(30, TimeUnit.SECONDS).run();
				assertThat(closed).succeedsWithin(60, TimeUnit.SECONDS);
				assertThat(coordinator.getReport().outcome()).isEqualTo(ShutdownOutcome.TIMED_OUT);
			});
	}

	@Test
	void aLifecycleBeanThatMakesOtherBeansIsNamed() {
		closeAndExpect(
				this.contextRunner.withBean("factory", BlockingFactory.class, () -> new BlockingFactory(this.blocker)),
				"stop of lifecycle bean 'factory'", "BlockingLifecycle.stop(LifecycleWatchTests.java");
	}

	@ParameterizedTest
	@ValueSource(ints = { ShutdownPhases.WORK + 1, ShutdownPhases.WORK })
	void aStageThatIsWaitedForIsNoReasonToNameALifecycleBeanThatHasStopped(int phase, CapturedOutput output) {
		CompletableFuture<Thread> closing = new CompletableFuture<>();
		TestStage stage = new TestStage("waiting", ShutdownPhases.WORK, Duration.ofMinutes(1))
			.doing(() -> closing.complete(Thread.currentThread()));
		this.contextRunner.withPropertyValues("shutdown.force-after-timeout=false")
			.withBean("stage", PromptTestStage.class, () -> new PromptTestStage(stage))
			.withBean("stopped", TestLifecycle.class, () -> new TestLifecycle(phase))
			.run((context) -> {
				ShutdownCoordinator coordinator = context.getBean(ShutdownCoordinator.class);
				CompletableFuture<Void> closed = TestThreads.run(context::close);
				Thread thread = closing.get(60, TimeUnit.SECONDS);
				Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
				this.clock.advance(Duration.ofSeconds(20));
				Awaitility.await().until(() -> output.getOut().contains("The deadline of 20.000 s has passed"));
				stage.result.complete(null);
				assertThat(closed).succeedsWithin(60, TimeUnit.SECONDS);
				assertThat(coordinator.getReport().outcome()).isEqualTo(ShutdownOutcome.TIMED_OUT);
				assertThat(coordinator.getReport().unfinished()).isEmpty();
			});
	}

	@Test
	void whatHeldTheClosingIsInTheReportThoughTheBeanIsSlowToTellWhetherItRuns() {
		SlowToTell slow = new SlowToTell();
		SilentLifecycle silent = slow;
		this.contextRunner.withBean("slow", SlowToTell.class, () -> slow).run((context) -> {
			ShutdownCoordinator coordinator = context.getBean(ShutdownCoordinator.class);
			CompletableFuture<Void> closed = TestThreads.run(context::close);
			Thread closing = silent.closing.get(60, TimeUnit.SECONDS);
			Awaitility.await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
			slow.slow = true;
			this.clock.advance(Duration.ofSeconds(20));
			assertThat(slow.asked.await(60, TimeUnit.SECONDS)).isTrue();
			silent.callback.get(30, TimeUnit.SECONDS).run();
			Awaitility.await().until(() -> closing.getState() == Thread.State.WAITING);
			assertThat(closed).isNotDone();
			slow.answer.countDown();
			assertThat(closed).succeedsWithin(60, TimeUnit.SECONDS);
			assertThat(coordinator.getReport().unfinished()).singleElement()
				.satisfies((unfinished) -> assertThat(unfinished.what())
					.isEqualTo("lifecycle bean 'slow' in phase 5, which has not called back"));
		});
	}

	@Test
	void anInterruptThatWasMeantForABeanIsNotThatOfTheNextPhase() {
		this.contextRunner.withBean("restoring", RestoringLifecycle.class, () -> new RestoringLifecycle(this.blocker))
			.withBean("silent", SilentLifecycle.class, () -> new SilentLifecycle(4))
			.run((context) -> {
				DefaultShutdownCoordinator coordinator = context.getBean(DefaultShutdownCoordinator.class);
				SilentLifecycle silent = context.getBean(SilentLifecycle.class);
				CompletableFuture<Void> closed = TestThreads.run(context::close);
				this.blocker.awaitBlocked();
				coordinator.pushOn();
				coordinator.pushOn();
				Thread closing = silent.closing.get(60, TimeUnit.SECONDS);
				Awaitility.await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
				silent.callback.get(30, TimeUnit.SECONDS).run();
				assertThat(closed).succeedsWithin(60, TimeUnit.SECONDS);
			});
	}

	@Test
	void whatHoldsTheClosingFromOneLookToTheNextIsInterruptedSoThatTheNextHasItsTurn() {
		this.contextRunner.withBean("one", InterruptibleBean.class, InterruptibleBean::new)
			.withBean("another", OtherInterruptibleBean.class, OtherInterruptibleBean::new)
			.run((context) -> {
				DefaultShutdownCoordinator coordinator = context.getBean(DefaultShutdownCoordinator.class);
				InterruptibleBean last = context.getBean("one", InterruptibleBean.class);
				InterruptibleBean first = context.getBean("another", InterruptibleBean.class);
				CompletableFuture<Void> closed = TestThreads.run(context::close);
				first.blocker.awaitBlocked();
				coordinator.pushOn();
				assertThat(last.blocker.thread).isNotDone();
				coordinator.pushOn();
				last.blocker.awaitBlocked();
				coordinator.pushOn();
				assertThat(closed).isNotDone();
				coordinator.pushOn();
				assertThat(closed).succeedsWithin(60, TimeUnit.SECONDS);
				assertThat(coordinator.getReport().unfinished()).hasSize(2);
				coordinator.pushOn();
				assertThat(coordinator.getReport().unfinished()).hasSize(2);
			});
	}

	private void closeAndExpect(ApplicationContextRunner runner, String what, String line) {
		runner.run((context) -> {
			ShutdownCoordinator coordinator = context.getBean(ShutdownCoordinator.class);
			CompletableFuture<Void> closed = TestThreads.run(context::close);
			this.blocker.awaitBlocked();
			this.clock.advance(Duration.ofSeconds(20));
			Awaitility.await().until(() -> !coordinator.getReport().unfinished().isEmpty());
			List<ShutdownReport.Unfinished> unfinished = coordinator.getReport().unfinished();
			assertThat(unfinished).singleElement().satisfies((item) -> {
				assertThat(item.what()).isEqualTo(what);
				assertThat(item.thread()).isEqualTo("test");
				assertThat(item.age()).isPositive();
				assertThat(item.stack()).anySatisfy((frame) -> assertThat(frame).contains(line));
			});
			this.blocker.letGo.countDown();
			assertThat(closed).succeedsWithin(60, TimeUnit.SECONDS);
			assertThat(coordinator.getReport().outcome()).isEqualTo(ShutdownOutcome.FORCED);
			assertThat(coordinator.getReport().unfinished()).isEqualTo(unfinished);
		});
	}

	private static final class Blocker {

		private final CompletableFuture<Thread> thread = new CompletableFuture<>();

		private final CountDownLatch letGo = new CountDownLatch(1);

		void block() throws InterruptedException {
			this.thread.complete(Thread.currentThread());
			this.letGo.await();
		}

		void blockUntilInterrupted() {
			try {
				block();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		void awaitBlocked() {
			Awaitility.await()
				.until(() -> this.thread.isDone() && this.thread.join().getState() == Thread.State.WAITING);
		}

	}

	static class TestLifecycle implements SmartLifecycle {

		private final int phase;

		private volatile boolean running;

		TestLifecycle(int phase) {
			this.phase = phase;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return this.phase;
		}

	}

	static class BlockingLifecycle extends TestLifecycle {

		private final Blocker blocker;

		BlockingLifecycle(Blocker blocker) {
			super(5);
			this.blocker = blocker;
		}

		@Override
		public void stop() {
			super.stop();
			this.blocker.blockUntilInterrupted();
		}

	}

	static final class RestoringLifecycle extends TestLifecycle {

		private final Blocker blocker;

		RestoringLifecycle(Blocker blocker) {
			super(5);
			this.blocker = blocker;
		}

		@Override
		public void stop() {
			super.stop();
			try {
				this.blocker.block();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

	static final class BlockingFactory extends BlockingLifecycle implements FactoryBean<String> {

		BlockingFactory(Blocker blocker) {
			super(blocker);
		}

		@Override
		public String getObject() {
			return "product";
		}

		@Override
		public Class<String> getObjectType() {
			return String.class;
		}

	}

	static final class SlowToTell extends SilentLifecycle {

		private final CountDownLatch asked = new CountDownLatch(1);

		private final CountDownLatch answer = new CountDownLatch(1);

		private volatile boolean slow;

		SlowToTell() {
			super(5);
		}

		@Override
		public boolean isRunning() {
			if (this.slow) {
				this.asked.countDown();
				Awaitility.await().until(() -> this.answer.getCount() == 0);
			}
			return super.isRunning();
		}

	}

	static class SilentLifecycle extends TestLifecycle {

		private final CompletableFuture<Runnable> callback = new CompletableFuture<>();

		private final CompletableFuture<Thread> closing = new CompletableFuture<>();

		SilentLifecycle(int phase) {
			super(phase);
		}

		@Override
		public void stop(Runnable callback) {
			super.stop();
			this.callback.complete(callback);
			this.closing.complete(Thread.currentThread());
		}

	}

	static final class BlockingBean implements DisposableBean {

		private final Blocker blocker;

		BlockingBean(Blocker blocker) {
			this.blocker = blocker;
		}

		@Override
		public void destroy() throws InterruptedException {
			this.blocker.block();
		}

	}

	static class InterruptibleBean implements DisposableBean {

		private final Blocker blocker = new Blocker();

		@Override
		public void destroy() throws InterruptedException {
			this.blocker.block();
		}

	}

	static final class OtherInterruptibleBean extends InterruptibleBean {

		@Override
		public void destroy() throws InterruptedException {
			super.destroy();
		}

	}

}
