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

package io.github.shutdownspringboot.clients;

import java.util.List;
import java.util.stream.Collectors;

import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.SingleLine;

/**
 * Names the clients that were not closed. What each of them threw has been logged, and
 * our own stack says nothing.
 */
final class ClientsNotClosedException extends Exception {

	ClientsNotClosedException(List<ShutdownReport.Client> failed, long all) {
		super("%d of %d clients failed: %s".formatted(failed.size(), all, describe(failed)), null, false, false);
	}

	private static String describe(List<ShutdownReport.Client> failed) {
		return failed.stream()
			.map((client) -> "'%s' %s (%s)".formatted(SingleLine.of(client.name()), client.state(),
					SingleLine.of(client.message())))
			.collect(Collectors.joining(", "));
	}

}
