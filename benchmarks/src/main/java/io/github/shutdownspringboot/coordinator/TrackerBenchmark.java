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

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to count one thing in and out, beside counters that know nothing but a
 * number. The clock is that of the operating system, as it is in applications.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class TrackerBenchmark {

	private static final Supplier<Map<String, Object>> NO_DESCRIPTION = Map::of;

	private final ShutdownClock clock = new SystemShutdownClock();

	private final InFlightTracker tracker = new InFlightTracker(this.clock);

	private final LongAdder longAdder = new LongAdder();

	private final AtomicLong atomicLong = new AtomicLong();

	@Benchmark
	public void tracker() {
		beginAndEnd();
	}

	@Benchmark
	@Threads(2)
	public void trackerOfTwoThreads() {
		beginAndEnd();
	}

	private void beginAndEnd() {
		InFlight inFlight = this.tracker.tryBegin(NO_DESCRIPTION);
		if (inFlight != null) {
			inFlight.end();
		}
	}

	@Benchmark
	public void longAdder() {
		this.longAdder.increment();
		this.longAdder.decrement();
	}

	@Benchmark
	@Threads(2)
	public void longAdderOfTwoThreads() {
		this.longAdder.increment();
		this.longAdder.decrement();
	}

	@Benchmark
	public long atomicLong() {
		this.atomicLong.incrementAndGet();
		return this.atomicLong.decrementAndGet();
	}

	@Benchmark
	@Threads(2)
	public long atomicLongOfTwoThreads() {
		this.atomicLong.incrementAndGet();
		return this.atomicLong.decrementAndGet();
	}

	@Benchmark
	public long clock() {
		return this.clock.nanoTime();
	}

}
