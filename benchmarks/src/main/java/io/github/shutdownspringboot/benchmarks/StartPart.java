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

import java.util.EnumMap;
import java.util.Map;

import io.github.shutdownspringboot.benchmarks.process.Contender;
import io.github.shutdownspringboot.benchmarks.process.Contender.Equipment;
import io.github.shutdownspringboot.benchmarks.process.RunningApplication;
import io.github.shutdownspringboot.benchmarks.process.Server;
import io.github.shutdownspringboot.benchmarks.report.Samples;
import io.github.shutdownspringboot.benchmarks.report.Table;

/**
 * How long an application takes to start, what is on its heap then, and how long it takes
 * to exit when it has nothing to do.
 */
final class StartPart implements Part {

	@Override
	public String getName() {
		return "start";
	}

	@Override
	public void measure(Repetitions repetitions, Findings findings) {
		Table starts = new Table("server", "start-up stock, ms", "starter, ms", "ratio", "with actuator: stock, ms",
				"starter, ms", "ratio");
		Table heaps = new Table("server", "heap stock, KB", "starter, KB", "added, KB");
		Table exits = new Table("server", "idle exit stock, ms", "starter, ms", "ratio");
		for (Server server : Server.values()) {
			Map<Equipment, Times> times = launch(server, repetitions, findings);
			Times stock = times.get(Equipment.STOCK);
			Times starter = times.get(Equipment.STARTER);
			Times stockActuator = times.get(Equipment.STOCK_ACTUATOR);
			Times starterActuator = times.get(Equipment.STARTER_ACTUATOR);
			Samples startRatio = starter.start.dividedBy(stock.start);
			Samples actuatorRatio = starterActuator.start.dividedBy(stockActuator.start);
			starts.row(server.getName(), stock.start.format(0), starter.start.format(0), startRatio.format(3),
					stockActuator.start.format(0), starterActuator.start.format(0), actuatorRatio.format(3));
			heaps.row(server.getName(), stock.heap.format(0), starter.heap.format(0),
					starter.heap.minus(stock.heap).format(0));
			Samples exitRatio = starter.exit.dividedBy(stock.exit);
			exits.row(server.getName(), stock.exit.format(0), starter.exit.format(0), exitRatio.format(2));
			findings.goal("start." + server, "start-up on " + server.getName() + " ≤ 1.03 × stock",
					startRatio.format(3), startRatio.median() <= 1.03);
			double limit = (server == Server.NETTY) ? 0.2 : 1;
			findings.goal("idle." + server,
					"idle exit on " + server.getName() + " ≤ " + ((limit == 1) ? "" : limit + " × ") + "stock",
					exitRatio.format(2), exitRatio.median() <= limit);
		}
		findings
			.paragraph(
					"""
							From the start of the process until the application says that it is ready: %d pairs of processes, %d with the
							actuator. Spring Boot from a class path of jars, without any tuning of the JVM but `-Xmx2g`."""
						.formatted(repetitions.of(20, 2), repetitions.of(10, 1)))
			.table(starts);
		findings.paragraph("What is left after a collection of the garbage, right after the start.").table(heaps);
		findings.paragraph("From SIGTERM to the end of the process, 300 ms after it was ready.").table(exits);
	}

	private static Map<Equipment, Times> launch(Server server, Repetitions repetitions, Findings findings) {
		Map<Equipment, Times> times = new EnumMap<>(Equipment.class);
		for (Equipment equipment : Equipment.values()) {
			times.put(equipment, new Times());
			// Into the cache of the file system
			launch(server, equipment, new Times());
		}
		int pairs = repetitions.of(20, 2);
		int actuatorPairs = repetitions.of(10, 1);
		for (int i = 0; i < pairs; i++) {
			launchPair(server, Equipment.STOCK, Equipment.STARTER, i, times);
			if (i < actuatorPairs) {
				launchPair(server, Equipment.STOCK_ACTUATOR, Equipment.STARTER_ACTUATOR, i, times);
			}
			findings.progress(server.getName() + " " + (i + 1) + "/" + pairs);
		}
		for (int i = 0; i < repetitions.of(3, 1); i++) {
			measureHeap(server, Equipment.STOCK, times);
			measureHeap(server, Equipment.STARTER, times);
		}
		return times;
	}

	private static void launchPair(Server server, Equipment one, Equipment other, int number,
			Map<Equipment, Times> times) {
		// Who is first takes turns as well
		Equipment first = (number % 2 == 0) ? one : other;
		Equipment second = (number % 2 == 0) ? other : one;
		launch(server, first, times.get(first));
		launch(server, second, times.get(second));
	}

	private static void launch(Server server, Equipment equipment, Times times) {
		try (RunningApplication application = RunningApplication.start(Contender.springBoot(server, equipment))) {
			times.start.add(application.getStartUpMillis());
			Pause.millis(300);
			long terminated = application.terminate();
			times.exit.add(RunningApplication.millis(terminated, application.awaitExit()));
		}
	}

	private static void measureHeap(Server server, Equipment equipment, Map<Equipment, Times> times) {
		try (RunningApplication application = RunningApplication.start(Contender.springBoot(server, equipment))) {
			times.get(equipment).heap.add(application.getLiveHeap() / 1024.0);
		}
	}

	/**
	 * What was measured with one equipment.
	 */
	private static final class Times {

		private final Samples start = new Samples();

		private final Samples exit = new Samples();

		private final Samples heap = new Samples();

	}

}
