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
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.shutdownspringboot.coordinator.ShutdownClock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * What can happen to a client that is closed by two.
 */
public final class ClosingRaces {

	private ClosingRaces() {
	}

	/**
	 * One object with two names is closed under both.
	 */
	@JCStressTest
	@Outcome(id = { "true, false", "false, true" }, expect = Expect.ACCEPTABLE, desc = "One of them closes it")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Both close it, or nobody does")
	@State
	public static class OneObjectUnderTwoNames {

		private final BeanObjects objects = new BeanObjects(FACTORY, CREATED);

		private final Object object = new Object();

		private static final DefaultListableBeanFactory FACTORY = new DefaultListableBeanFactory();

		private static final CreatedBeans CREATED = new CreatedBeans();

		@Actor
		public void first(ZZ_Result result) {
			result.r1 = this.objects.claim(this.object);
		}

		@Actor
		public void second(ZZ_Result result) {
			result.r2 = this.objects.claim(this.object);
		}

	}

	/**
	 * A client is closed by the stage while the deadline skips it.
	 */
	@JCStressTest
	@Outcome(id = "true, false, 1", expect = Expect.ACCEPTABLE, desc = "It is closed, and over once")
	@Outcome(id = "false, true, 0", expect = Expect.ACCEPTABLE, desc = "It is skipped, and never taken over")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Both, or neither")
	@State
	public static class StartAgainstSkip {

		private final AtomicInteger over = new AtomicInteger();

		private final ClientExecution execution = new ClientExecution(
				new Client("client", null, Duration.ofSeconds(1), true, 1, null, new TakenTarget()),
				new StandingClock());

		@Actor
		public void start(ZZI_Result result) {
			result.r1 = this.execution.start(Duration.ofSeconds(1), this.over::incrementAndGet);
		}

		@Actor
		public void skip(ZZI_Result result) {
			result.r2 = this.execution.skip("no time was left");
		}

		@Arbiter
		public void look(ZZI_Result result) {
			result.r3 = this.over.get();
		}

	}

	/**
	 * The time of an attempt is over twice: by its own clock, and by the deadline.
	 */
	@JCStressTest
	@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "Told once")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Told twice, or never")
	@State
	public static class ExpiredTwice {

		private final AtomicInteger over = new AtomicInteger();

		private final CloseAttempt attempt = new CloseAttempt("client", () -> {
		}, (end, failure, where) -> this.over.incrementAndGet());

		@Actor
		public void expire() {
			this.attempt.expire();
		}

		@Actor
		public void cut() {
			this.attempt.expire();
		}

		@Arbiter
		public void look(I_Result result) {
			result.r1 = this.over.get();
		}

	}

	/**
	 * Time is of no interest here.
	 */
	private static final class StandingClock implements ShutdownClock {

		@Override
		public long nanoTime() {
			return 0;
		}

		@Override
		public Instant now() {
			return Instant.EPOCH;
		}

		@Override
		public Cancellable schedule(Duration delay, Runnable task) {
			throw new UnsupportedOperationException("No time passes");
		}

	}

	/**
	 * Somebody else has closed it already, so that no thread is needed.
	 */
	private static final class TakenTarget implements ClientTarget {

		@Override
		public List<CloseWay> takeOver() {
			return List.of();
		}

		@Override
		public boolean isDestroyedBySpring() {
			return false;
		}

	}

}
