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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.shutdownspringboot.benchmarks.process.Contender;
import io.github.shutdownspringboot.benchmarks.process.Contender.Equipment;
import io.github.shutdownspringboot.benchmarks.process.Peer;
import io.github.shutdownspringboot.benchmarks.process.Server;
import io.github.shutdownspringboot.benchmarks.report.Table;

/**
 * How applications of other frameworks exit, with the same three endpoints.
 */
final class PeersPart implements Part {

	@Override
	public String getName() {
		return "peers";
	}

	@Override
	public void measure(Repetitions repetitions, Findings findings) throws InterruptedException {
		Map<Contender, Exits> exits = new LinkedHashMap<>();
		for (Server server : Server.values()) {
			exits.put(Contender.springBoot(server, Equipment.STOCK), new Exits());
			exits.put(Contender.springBoot(server, Equipment.STARTER), new Exits());
		}
		Path peers = (Files.isDirectory(Path.of("benchmarks")) ? Path.of("benchmarks") : Path.of("")).resolve("peers");
		for (Peer peer : Peer.values()) {
			try {
				exits.put(peer.build(peers), new Exits());
			}
			catch (IOException ex) {
				findings.progress(peer.getName() + ": " + ex.getMessage());
				findings.paragraph("Not measured: " + peer.getName() + ", because " + ex.getMessage());
			}
		}
		int rounds = repetitions.of(5, 1);
		for (int i = 0; i < rounds; i++) {
			for (Map.Entry<Contender, Exits> entry : exits.entrySet()) {
				entry.getValue().idle(entry.getKey());
				entry.getValue().withRequest(entry.getKey());
				// Some wait their 30 seconds each time
				if (i < 2) {
					entry.getValue().withStream(entry.getKey());
				}
				findings.progress(entry.getKey().name() + " " + (i + 1) + "/" + rounds);
			}
		}
		Table table = new Table("", "start-up, ms", "idle exit, ms", "with one stream, ms", "how the streams ended",
				"last byte to exit, ms", "answered");
		exits.forEach((contender, exit) -> table.row(contender.name(), exit.start.format(0), exit.idle.format(0),
				exit.stream.format(0), exit.streamEnds(), exit.lastByteToExit.format(0), exit.answers()));
		findings.paragraph(
				"""
						Each has a graceful shutdown of 30 seconds, as Spring Boot has by default. The bodies are constants, except those of Spring
						Boot, which makes JSON out of objects. A stream that has no chunks ends with its connection: it counts as complete.""")
			.table(table);
	}

}
