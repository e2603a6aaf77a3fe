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
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a stream pays for each event, and for each 64 KB of one write.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class StreamBenchmark {

	private final byte[] event = ("id:1\ndata:" + "x".repeat(188) + "\n\n").getBytes(StandardCharsets.UTF_8);

	private final byte[] large = new String(this.event, StandardCharsets.UTF_8).repeat(328)
		.substring(0, 65_536)
		.getBytes(StandardCharsets.UTF_8);

	private final StreamGate gate = BenchmarkStreams.newRegistry()
		.open(BenchmarkStreams.newEventStream(), BenchmarkStreams.newInFlight(), (lastWords) -> true);

	private final MessageBoundary boundary = MessageBoundary.of(BenchmarkStreams.newEventStream());

	@Benchmark
	public boolean anEventOf200Bytes() {
		boolean entered = this.gate.enter();
		this.gate.accept(this.event, 0, this.event.length);
		this.gate.leave();
		return entered;
	}

	@Benchmark
	public boolean boundariesOf64Kilobytes() {
		this.boundary.accept(this.large, 0, this.large.length);
		return this.boundary.isAtBoundary();
	}

}
