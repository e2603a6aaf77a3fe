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

package io.github.shutdownspringboot.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownTimeline;
import io.github.shutdownspringboot.coordinator.StageState;

/**
 * What did not end well in a shutdown, in words.
 */
final class WhatWasCut {

	/**
	 * How many things that had not ended are listed.
	 */
	private static final int MAX_UNFINISHED = 100;

	private WhatWasCut() {
	}

	/**
	 * List what was cut, failed or had not ended.
	 * @param report the shutdown
	 * @return texts whose first line stands for itself
	 */
	static List<String> in(ShutdownReport report) {
		Stream<String> stages = report.stages()
			.stream()
			.filter((stage) -> stage.state().isTerminal() && stage.state() != StageState.SUCCEEDED)
			.map((stage) -> stage.name() + ": "
					+ ((stage.failure() != null) ? stage.failure() : stage.pending() + " pending"));
		Stream<String> clients = report.clients()
			.stream()
			.filter((client) -> client.state().isFailure())
			.map((client) -> "client " + client.name() + ": "
					+ ((client.message() != null) ? client.message() : client.state()));
		return Stream.of(stages, clients, unfinished(report.unfinished())).flatMap((texts) -> texts).toList();
	}

	private static Stream<String> unfinished(List<ShutdownReport.Unfinished> unfinished) {
		int more = unfinished.size() - MAX_UNFINISHED;
		return Stream.concat(unfinished.stream().limit(MAX_UNFINISHED).map(WhatWasCut::describe),
				(more > 0) ? Stream.of("unfinished: " + more + " more") : Stream.empty());
	}

	private static String describe(ShutdownReport.Unfinished unfinished) {
		return unfinished.stack()
			.stream()
			.map("\nat "::concat)
			.collect(Collectors.joining("", "unfinished: " + ShutdownTimeline.describe(unfinished), ""));
	}

}
