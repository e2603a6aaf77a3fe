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
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.shutdownspringboot.application.TestServer;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.StageState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients see of a shutdown, whatever they do and whenever they come: on each server
 * each cell of the table in {@code docs/faults.md}.
 */
@ParameterizedClass
@EnumSource(TestServer.class)
@ExtendWith(OutputCaptureExtension.class)
class FaultMatrixTests {

	private static final FaultTable TABLE = FaultTable.read();

	@TempDir
	private static Path directory;

	private static Path file;

	@Parameter
	private TestServer server;

	@BeforeAll
	static void writeFile() throws IOException {
		file = directory.resolve("download");
		Download.write(file);
	}

	static Stream<Arguments> cells() {
		return Stream.of(Fault.values())
			.flatMap((fault) -> Stream.of(Moment.values()).map((moment) -> Arguments.of(fault, moment)));
	}

	@ParameterizedTest
	@MethodSource("cells")
	void theTableIsTrue(Fault fault, Moment moment, CapturedOutput output) throws Exception {
		try (FaultyDrain drain = FaultyDrain.start(this.server, fault, file)) {
			String seen = drain.drive(moment);
			ShutdownReport report = drain.getReport();
			List<FaultTable.Row> rows = TABLE.get(this.server, fault, moment)
				.stream()
				.filter((row) -> row.sees().equals(seen) && row.outcome() == report.outcome())
				.toList();
			assertThat(rows)
				.as("| %s | %s | %s | %s | %s |", fault.getLabel(), this.server, moment, seen, report.outcome())
				.isNotEmpty();
			assertThat(output).contains("Shutdown completed: " + report.outcome()).doesNotContain(" ERROR ");
			if (report.outcome() == ShutdownOutcome.CLEAN) {
				assertThat(report.stages()).allMatch((stage) -> stage.state() == StageState.SUCCEEDED);
			}
			assertThat(rows).anySatisfy((row) -> {
				assertThat(row.log()).allSatisfy((line) -> assertThat(output).contains(line));
				if (row.log().isEmpty()) {
					// A server of an earlier cell may still complain of its client
					assertThat(output.getAll().lines().filter((line) -> line.contains(" i.g.s.")))
						.noneMatch((line) -> line.contains(" WARN "));
				}
			});
		}
	}

	@Test
	void theTableHasARowForEachCellBeforeAndAfterAndNoOther() {
		long needed = 0;
		for (Fault fault : Fault.values()) {
			for (Moment moment : List.of(Moment.BEFORE, Moment.AFTER)) {
				assertThat(TABLE.get(this.server, fault, moment)).as("%s %s", fault, moment).hasSize(1);
				needed++;
			}
		}
		assertThat(TABLE.rows()).filteredOn((row) -> row.servers().contains(this.server) && row.moment() != Moment.AT)
			.hasSize((int) needed);
	}

}
