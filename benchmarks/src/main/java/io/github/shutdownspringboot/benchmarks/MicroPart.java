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

package io.github.shutdownspringboot.benchmarks;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.shutdownspringboot.benchmarks.report.Samples;
import io.github.shutdownspringboot.benchmarks.report.Table;
import io.github.shutdownspringboot.coordinator.TrackerBenchmark;
import io.github.shutdownspringboot.requests.reactive.RequestDecoratorBenchmark;
import io.github.shutdownspringboot.requests.servlet.RequestFilterBenchmark;
import io.github.shutdownspringboot.streams.StreamBenchmark;
import io.github.shutdownspringboot.streams.reactive.ReactiveResponseBenchmark;
import io.github.shutdownspringboot.streams.servlet.ServletResponseBenchmark;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What single operations cost, measured with JMH.
 */
final class MicroPart implements Part {

	private static final String TRACKER = "TrackerBenchmark.";

	private static final int BUFFER = 65_536;

	@Override
	public String getName() {
		return "micro";
	}

	@Override
	public void measure(Repetitions repetitions, Findings findings) throws RunnerException {
		Map<String, Cost> costs = run(repetitions);
		Table all = new Table("benchmark", "time, ns", "allocated, bytes");
		costs.forEach((name, cost) -> all.row("`" + name + "`",
				Samples.format(cost.nanos, 1) + " ± " + Samples.format(cost.error, 1), Samples.format(cost.bytes, 0)));
		findings
			.paragraph(
					"""
							JMH; the spread is the half-width of the 99.9 %% confidence interval. Requests and responses are stubs that do next to
							nothing: read the differences, not the ratios. %s"""
						.formatted(repetitions.quick() ? "" : "Two forks of five iterations."))
			.table(all);
		trackerGoals(costs, findings);
		Cost boundaries = cost(costs, "StreamBenchmark.boundariesOf64Kilobytes");
		findings.paragraph("The boundary scanner does " + Samples.format(BUFFER / boundaries.nanos, 2) + " GB/s.");
	}

	private static Map<String, Cost> run(Repetitions repetitions) throws RunnerException {
		ChainedOptionsBuilder options = new OptionsBuilder().addProfiler(GCProfiler.class)
			.verbosity(VerboseMode.SILENT)
			.shouldFailOnError(true);
		for (Class<?> benchmark : new Class<?>[] { TrackerBenchmark.class, RequestFilterBenchmark.class,
				RequestDecoratorBenchmark.class, ServletResponseBenchmark.class, ReactiveResponseBenchmark.class,
				StreamBenchmark.class }) {
			options.include("\\." + benchmark.getSimpleName() + "\\.");
		}
		if (repetitions.quick()) {
			options.forks(1)
				.warmupIterations(2)
				.warmupTime(TimeValue.milliseconds(200))
				.measurementIterations(2)
				.measurementTime(TimeValue.milliseconds(200));
		}
		Collection<RunResult> results = new Runner(options.build()).run();
		Map<String, Cost> costs = new LinkedHashMap<>();
		for (RunResult result : results) {
			String[] names = result.getParams().getBenchmark().split("\\.");
			Result<?> time = result.getPrimaryResult();
			Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
			costs.put(names[names.length - 2] + "." + names[names.length - 1],
					new Cost(time.getScore(), time.getScoreError(), bytes.getScore()));
		}
		return costs;
	}

	private static void trackerGoals(Map<String, Cost> costs, Findings findings) {
		for (String threads : new String[] { "", "OfTwoThreads" }) {
			Cost tracker = cost(costs, TRACKER + "tracker" + threads);
			Cost adder = cost(costs, TRACKER + "longAdder" + threads);
			double ratio = tracker.nanos / adder.nanos;
			findings.goal("tracker" + threads,
					"begin and end of a request, " + (threads.isEmpty() ? "one thread" : "two threads")
							+ " ≤ 2 × `LongAdder`",
					Samples.format(ratio, 1) + " (" + Samples.format(tracker.nanos, 0) + " ns to "
							+ Samples.format(adder.nanos, 0) + " ns)",
					ratio <= 2);
		}
		double bytes = cost(costs, TRACKER + "tracker").bytes;
		findings.goal("tracker.bytes", "begin and end of a request allocate one small object, ≤ 64 bytes",
				Samples.format(bytes, 0) + " bytes", bytes <= 64.5);
	}

	private static Cost cost(Map<String, Cost> costs, String name) {
		Cost cost = costs.get(name);
		if (cost == null) {
			throw new IllegalStateException(name + " was not measured");
		}
		return cost;
	}

	private record Cost(double nanos, double error, double bytes) {

	}

}
