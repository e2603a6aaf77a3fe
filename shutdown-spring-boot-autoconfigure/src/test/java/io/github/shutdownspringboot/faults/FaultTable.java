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

package io.github.shutdownspringboot.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.shutdownspringboot.application.TestServer;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;

/**
 * The table that people read, and that the tests hold the servers to.
 *
 * @param rows its rows
 */
record FaultTable(List<Row> rows) {

	private static final Path FILE = Path.of("..", "docs", "faults.md");

	private static final String HEAD = "| client | server | comes | sees | outcome | log |";

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	static FaultTable read() {
		try (Stream<String> lines = Files.lines(FILE)) {
			return new FaultTable(lines.dropWhile((line) -> !line.equals(HEAD))
				.skip(2)
				.takeWhile((line) -> line.startsWith("|"))
				.map(FaultTable::toRow)
				.toList());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Row toRow(String line) {
		String[] cells = Stream.of(line.split("\\|")).map(String::strip).toArray(String[]::new);
		return new Row(cells[1],
				Stream.of(TestServer.values())
					.filter((server) -> cells[2].equals("all")
							|| List.of(cells[2].toUpperCase(Locale.ROOT).split(", ")).contains(server.name()))
					.toList(),
				Moment.valueOf(cells[3].toUpperCase(Locale.ROOT)), cells[4], ShutdownOutcome.valueOf(cells[5]),
				CODE.matcher((cells.length > 6) ? cells[6] : "").results().map((code) -> code.group(1)).toList());
	}

	/**
	 * Return what may happen in a cell. Who comes at the very moment at which the drain
	 * begins sees what somebody sees who comes before or after it, or one more thing of
	 * its own.
	 * @param server the server
	 * @param fault what the client does
	 * @param moment when it comes
	 * @return rows, one of which has to be true
	 */
	List<Row> get(TestServer server, Fault fault, Moment moment) {
		return this.rows.stream()
			.filter((row) -> row.client().equals(fault.getLabel()) && row.servers().contains(server)
					&& (moment == Moment.AT || row.moment() == moment))
			.toList();
	}

	/**
	 * A row.
	 *
	 * @param client what the client does
	 * @param servers where that is so
	 * @param moment when it comes
	 * @param sees what it sees
	 * @param outcome how the shutdown ends
	 * @param log what its log says; if that is empty it has no warning
	 */
	record Row(String client, List<TestServer> servers, Moment moment, String sees, ShutdownOutcome outcome,
			List<String> log) {

	}

}
