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
import java.util.stream.Stream;

import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.StageState;

/**
 * What did not end well in a shutdown, in words.
 */
final class WhatWasCut {

	private WhatWasCut() {
	}

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
		return Stream.concat(stages, clients).toList();
	}

}
