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

import java.time.Duration;

import io.github.shutdownspringboot.benchmarks.load.RequestLoad;
import io.github.shutdownspringboot.benchmarks.load.RequestLoad.Answers;
import io.github.shutdownspringboot.benchmarks.process.Contender;
import io.github.shutdownspringboot.benchmarks.process.Contender.Equipment;
import io.github.shutdownspringboot.benchmarks.process.RunningApplication;
import io.github.shutdownspringboot.benchmarks.process.Server;
import io.github.shutdownspringboot.benchmarks.report.Samples;
import io.github.shutdownspringboot.benchmarks.report.Table;

/**
 * What the starter costs in steady state: throughput, processor time for each request,
 * and the time that one of a hundred requests takes longer than.
 */
final class LoadPart implements Part {

	private static final int CONNECTIONS = 32;

	private static final int PAIRS = 3;

	@Override
	public String getName() {
		return "load";
	}

	@Override
	public void measure(Repetitions repetitions, Findings findings) {
		Table throughputs = new Table("server", "requests/s stock", "starter", "ratio", "processor time stock, µs",
				"starter, µs", "ratio");
		Table latencies = new Table("server", "requests/s", "median stock, µs", "starter, µs", "p99 stock, µs",
				"starter, µs", "ratio of p99");
		for (Server server : Server.values()) {
			Loads stock = new Loads();
			Loads starter = new Loads();
			int rate = 0;
			int pairs = repetitions.of(PAIRS, 1);
			for (int i = 0; i < pairs; i++) {
				try (Running one = new Running(server, Equipment.STOCK, stock);
						Running other = new Running(server, Equipment.STARTER, starter)) {
					rate = compare(one, other, rate, repetitions);
				}
				findings.progress(server.getName() + " " + (i + 1) + "/" + pairs + ": "
						+ starter.throughput.dividedBy(stock.throughput).format(3));
			}
			Samples ratio = starter.throughput.dividedBy(stock.throughput);
			throughputs.row(server.getName(), stock.throughput.format(0), starter.throughput.format(0), ratio.format(3),
					stock.processor.format(1), starter.processor.format(1),
					starter.processor.dividedBy(stock.processor).format(3));
			latencies.row(server.getName(), Samples.format(rate, 0), stock.median.format(0), starter.median.format(0),
					stock.p99.format(0), starter.p99.format(0), starter.p99.dividedBy(stock.p99).format(2));
			findings.goal("throughput." + server, "throughput on " + server.getName() + " ≥ 0.99 of stock",
					ratio.format(3), ratio.median() >= 0.99);
		}
		findings
			.paragraph(
					"""
							%d connections on which the next request follows the answer to the last. The two applications run at the same time
							and are asked in turns, after %,d requests each; %d pairs of processes. The processor time is that of the application's process for each request."""
						.formatted(CONNECTIONS, repetitions.of(200_000, 2_000), repetitions.of(PAIRS, 1)))
			.table(throughputs);
		findings.paragraph("The same connections at about half of that rate: from when a request was due.")
			.table(latencies);
	}

	private static int compare(Running stock, Running starter, int rate, Repetitions repetitions) {
		int warmUp = repetitions.of(200_000, 2_000);
		stock.warmUp(warmUp);
		starter.warmUp(warmUp);
		for (int i = 0; i < repetitions.of(8, 2); i++) {
			((i % 2 == 0) ? stock : starter).saturate();
			((i % 2 == 0) ? starter : stock).saturate();
		}
		int chosen = (rate != 0) ? rate : (int) (stock.loads.throughput.median() / 2 / 100) * 100;
		for (int i = 0; i < repetitions.of(2, 1); i++) {
			((i % 2 == 0) ? stock : starter).pace(chosen);
			((i % 2 == 0) ? starter : stock).pace(chosen);
		}
		return chosen;
	}

	/**
	 * What was measured of one application.
	 */
	private static final class Loads {

		private final Samples throughput = new Samples();

		private final Samples processor = new Samples();

		private final Samples median = new Samples();

		private final Samples p99 = new Samples();

	}

	/**
	 * An application with connections to it.
	 */
	private static final class Running implements AutoCloseable {

		private final RunningApplication application;

		private final RequestLoad load;

		private final Loads loads;

		Running(Server server, Equipment equipment, Loads loads) {
			this.application = RunningApplication.start(Contender.springBoot(server, equipment));
			this.load = new RequestLoad(this.application.getPort(), CONNECTIONS);
			this.loads = loads;
		}

		/**
		 * Load the application until its code is compiled: that takes requests, and not
		 * time. Of two that were loaded for the same time the one that was faster at
		 * first would be compiled further.
		 * @param requests how many
		 */
		void warmUp(int requests) {
			int answered = 0;
			while (answered < requests) {
				answered += this.load.saturate(Duration.ofSeconds(1)).count();
			}
		}

		void saturate() {
			Duration before = this.application.getCpuTime();
			Answers answers = this.load.saturate(Duration.ofSeconds(3));
			Duration used = this.application.getCpuTime().minus(before);
			this.loads.throughput.add(answers.perSecond());
			this.loads.processor.add(used.toNanos() / 1e3 / answers.count());
		}

		void pace(int rate) {
			Answers answers = this.load.pace(rate, Duration.ofSeconds(4));
			this.loads.median.add(answers.medianMicros());
			this.loads.p99.add(answers.p99Micros());
		}

		@Override
		public void close() {
			this.load.close();
			this.application.close();
		}

	}

}
