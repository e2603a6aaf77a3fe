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

import io.github.shutdownspringboot.benchmarks.load.StreamClients;
import io.github.shutdownspringboot.benchmarks.process.Contender;
import io.github.shutdownspringboot.benchmarks.process.Contender.Equipment;
import io.github.shutdownspringboot.benchmarks.process.RunningApplication;
import io.github.shutdownspringboot.benchmarks.process.Server;
import io.github.shutdownspringboot.benchmarks.report.Samples;
import io.github.shutdownspringboot.benchmarks.report.Table;

/**
 * How long it takes to end many streams, how many of them come to a proper end, and what
 * each has on the heap.
 */
final class StreamsPart implements Part {

	private static final int FEW = 100;

	@Override
	public String getName() {
		return "streams";
	}

	@Override
	public void measure(Repetitions repetitions, Findings findings) {
		Table ends = new Table("server", "streams", "", "last client has its end, ms", "exit, ms", "told and complete",
				"complete");
		Table heaps = new Table("server", "heap of a stream, stock, bytes", "starter, bytes", "added, bytes");
		int many = repetitions.of(10_000, 1_000);
		for (Server server : Server.values()) {
			for (int count : new int[] { repetitions.of(2_000, 200), many }) {
				if (!Machine.allows(count)) {
					findings.paragraph("Not measured: " + count + " streams, for which this machine has too few "
							+ "file descriptors.");
					continue;
				}
				report(server, count, Equipment.STOCK, 1, ends, findings);
				Ends starter = report(server, count, Equipment.STARTER, repetitions.of(5, 1), ends, findings);
				if (count == many) {
					findings.goal("streams." + server, count + " streams on " + server.getName() + " ended in ≤ 2 s",
							starter.last.format(0) + " ms, " + starter.told.format(0) + " of them properly",
							starter.last.median() <= 2000 && starter.fewestTold == count);
				}
			}
			measureHeap(server, Math.min(many, 5_000), repetitions.of(3, 1), heaps, findings);
		}
		findings.paragraph(
				"""
						From SIGTERM until the last of the clients has its end, and until the process is gone. Told and complete: the
						events of the shutdown came, then the last chunk. Stock Spring Boot waits its 30 seconds, once is enough.""")
			.table(ends);
		findings.paragraph("""
				What is left after a collection of the garbage, with %d streams and with %d, divided by the difference.
				Most of it belongs to the server.""".formatted(FEW, Math.min(many, 5_000))).table(heaps);
	}

	private static Ends report(Server server, int count, Equipment equipment, int rounds, Table table,
			Findings findings) {
		Ends ends = new Ends();
		for (int i = 0; i < rounds; i++) {
			ends.measure(Contender.springBoot(server, equipment), count);
			findings.progress(
					server.getName() + " " + equipment + " " + count + " streams: " + ends.last.format(0) + " ms");
		}
		table.row(server.getName(), Samples.format(count, 0), (equipment == Equipment.STARTER) ? "starter" : "stock",
				ends.last.format(0), ends.exit.format(0), ends.told.format(0), ends.complete.format(0));
		return ends;
	}

	private static void measureHeap(Server server, int count, int rounds, Table table, Findings findings) {
		if (!Machine.allows(count)) {
			return;
		}
		Samples stock = new Samples();
		Samples starter = new Samples();
		for (int i = 0; i < rounds; i++) {
			stock.add(heapOfStream(Contender.springBoot(server, Equipment.STOCK), count));
			starter.add(heapOfStream(Contender.springBoot(server, Equipment.STARTER), count));
		}
		Samples added = starter.minus(stock);
		table.row(server.getName(), stock.format(0), starter.format(0), added.format(0));
		findings.goal("heap." + server, "a stream on " + server.getName() + " adds ≤ 500 bytes of heap",
				added.format(0), added.median() <= 500);
	}

	private static double heapOfStream(Contender contender, int count) {
		try (RunningApplication application = RunningApplication.start(contender);
				StreamClients few = StreamClients.open(application.getPort(), FEW)) {
			Pause.millis(500);
			long before = application.getLiveHeap();
			try (StreamClients more = StreamClients.open(application.getPort(), count - FEW)) {
				Pause.millis(500);
				return (application.getLiveHeap() - before) / (double) (count - FEW);
			}
		}
	}

	/**
	 * How streams of one application ended, again and again.
	 */
	static final class Ends {

		final Samples last = new Samples();

		final Samples exit = new Samples();

		final Samples told = new Samples();

		final Samples complete = new Samples();

		private int fewestTold = Integer.MAX_VALUE;

		void measure(Contender contender, int count) {
			try (RunningApplication application = RunningApplication.start(contender);
					StreamClients clients = StreamClients.open(application.getPort(), count)) {
				Pause.millis(1000);
				long terminated = application.terminate();
				StreamClients.Ends ends = clients.awaitEnds(Duration.ofSeconds(60));
				this.last.add(RunningApplication.millis(terminated, ends.lastAt()));
				this.exit.add(RunningApplication.millis(terminated, application.awaitExit()));
				this.told.add(ends.told());
				this.complete.add(ends.complete());
				this.fewestTold = Math.min(this.fewestTold, ends.told());
			}
		}

	}

}
