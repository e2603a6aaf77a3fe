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

import java.io.IOException;
import java.util.List;

import io.github.shutdownspringboot.benchmarks.application.growth.GrowthApplication;
import io.github.shutdownspringboot.benchmarks.process.Contender;
import io.github.shutdownspringboot.benchmarks.process.Contender.Equipment;
import io.github.shutdownspringboot.benchmarks.process.RunningApplication;
import io.github.shutdownspringboot.benchmarks.process.Server;
import io.github.shutdownspringboot.benchmarks.report.Plot;
import io.github.shutdownspringboot.benchmarks.report.Samples;
import io.github.shutdownspringboot.benchmarks.report.Table;

/**
 * How the time to exit grows with streams, clients and stages.
 */
final class GrowthPart implements Part {

	@Override
	public String getName() {
		return "growth";
	}

	@Override
	public void measure(Repetitions repetitions, Findings findings) throws IOException {
		growStreams(repetitions, findings);
		grow("clients", List.of(10, 100, 1_000), repetitions, findings);
		grow("stages", List.of(1, 10, 100), repetitions, findings);
	}

	private static void growStreams(Repetitions repetitions, Findings findings) throws IOException {
		Table table = new Table("server", "streams", "last client has its end, ms", "exit, ms");
		Plot plot = new Plot("Ending streams", "streams", "milliseconds until the last client has its end");
		for (Server server : Server.values()) {
			double before = 0;
			for (int count : repetitions.quick() ? List.of(10, 100, 1_000) : List.of(100, 1_000, 10_000)) {
				if (!Machine.allows(count)) {
					findings.paragraph("Not measured: " + count + " streams, for which this machine has too few "
							+ "file descriptors.");
					continue;
				}
				StreamsPart.Ends ends = new StreamsPart.Ends();
				for (int i = 0; i < repetitions.of(5, 1); i++) {
					ends.measure(Contender.springBoot(server, Equipment.STARTER), count);
				}
				findings.progress(server.getName() + " " + count + " streams: " + ends.last.format(0));
				table.row(server.getName(), Samples.format(count, 0), ends.last.format(0), ends.exit.format(0));
				plot.add(server.getName(), count, ends.last.median());
				if (count == 10_000) {
					findings.goal("growth." + server,
							"ten times 1,000 streams on " + server.getName() + " take ≤ ten times as long",
							Samples.format(ends.last.median() / before, 1) + " times",
							ends.last.median() <= before * 10);
				}
				before = ends.last.median();
			}
		}
		findings.table(table).plot("streams", "Time until the last client has its end", plot);
	}

	private static void grow(String what, List<Integer> counts, Repetitions repetitions, Findings findings)
			throws IOException {
		Table table = new Table(what, "exit, ms", "more than with none, ms");
		Plot plot = new Plot("More " + what, what, "milliseconds until the process is gone");
		Samples none = exits(what, 0, repetitions);
		double before = 0;
		double growth = 0;
		for (int count : counts) {
			Samples exits = exits(what, count, repetitions);
			findings.progress(count + " " + what + ": " + exits.format(0));
			table.row(Samples.format(count, 0), exits.format(0), Samples.format(exits.median() - none.median(), 0));
			plot.add("Tomcat", count, exits.median());
			growth = exits.median() / before;
			before = exits.median();
		}
		findings.goal("growth." + what,
				"ten times " + Samples.format(counts.get(1), 0) + " " + what + " take ≤ ten times as long",
				Samples.format(growth, 1) + " times", growth <= 10);
		findings.table(table).plot(what, "Time to exit with more " + what, plot);
	}

	private static Samples exits(String what, int count, Repetitions repetitions) {
		Samples exits = new Samples();
		for (int i = 0; i < repetitions.of(5, 1); i++) {
			Contender contender = Contender.withStarter(count + " " + what, GrowthApplication.class,
					"--growth." + what + "=" + count);
			try (RunningApplication application = RunningApplication.start(contender)) {
				Pause.millis(300);
				long terminated = application.terminate();
				exits.add(RunningApplication.millis(terminated, application.awaitExit()));
			}
		}
		return exits;
	}

}
