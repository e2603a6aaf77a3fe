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
import io.github.shutdownspringboot.benchmarks.process.Server;
import io.github.shutdownspringboot.benchmarks.report.Samples;
import io.github.shutdownspringboot.benchmarks.report.Table;

/**
 * How long an application takes to exit with one stream or one request.
 */
final class ExitPart implements Part {

	@Override
	public String getName() {
		return "exit";
	}

	@Override
	public void measure(Repetitions repetitions, Findings findings) {
		Table streams = new Table("server", "stock, ms", "how the stream ended", "starter, ms", "how the stream ended");
		Table requests = new Table("server", "stock: last byte to exit, ms", "answered", "starter, ms", "answered",
				"starter: idle exit, ms", "more than idle, ms");
		for (Server server : Server.values()) {
			Map<Equipment, Exits> exits = new EnumMap<>(Equipment.class);
			exits.put(Equipment.STOCK, new Exits());
			exits.put(Equipment.STARTER, new Exits());
			int rounds = repetitions.of(10, 1);
			for (int i = 0; i < rounds; i++) {
				for (Map.Entry<Equipment, Exits> entry : exits.entrySet()) {
					Contender contender = Contender.springBoot(server, entry.getKey());
					entry.getValue().idle(contender);
					entry.getValue().withRequest(contender);
					// Stock Spring Boot waits its 30 seconds each time
					if (entry.getKey() == Equipment.STARTER || i < 2) {
						entry.getValue().withStream(contender);
					}
				}
				findings.progress(server.getName() + " " + (i + 1) + "/" + rounds);
			}
			Exits stock = exits.get(Equipment.STOCK);
			Exits starter = exits.get(Equipment.STARTER);
			streams.row(server.getName(), stock.stream.format(0), stock.streamEnds(), starter.stream.format(0),
					starter.streamEnds());
			Samples more = starter.lastByteToExit.minus(starter.idle);
			requests.row(server.getName(), stock.lastByteToExit.format(0), stock.answers(),
					starter.lastByteToExit.format(0), starter.answers(), starter.idle.format(0), more.format(0));
			findings.goal("request." + server,
					"last byte to exit on " + server.getName() + " ≤ 50 ms over the context's own closing time",
					more.format(0) + " ms", more.median() <= 50 && starter.allAnswered());
		}
		findings.paragraph("One open SSE stream: from SIGTERM to the end of the process.").table(streams);
		findings
			.paragraph(
					"""
							A request of 1.5 s, SIGTERM in the middle: from the last byte of its response to the end of the process. What the
							context needs for its own closing is the idle exit of the same application.""")
			.table(requests);
	}

}
