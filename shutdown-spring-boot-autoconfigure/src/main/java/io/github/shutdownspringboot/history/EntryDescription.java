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

package io.github.shutdownspringboot.history;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The end of a run as names and values, for the status.
 */
final class EntryDescription {

	private EntryDescription() {
	}

	static Map<String, Object> summary(ShutdownHistory.Entry entry) {
		Map<String, Object> description = new LinkedHashMap<>();
		description.put("outcome", entry.outcome().name());
		put(description, "trigger", entry.trigger());
		put(description, "duration", duration(entry.duration()));
		put(description, "endedAt", instant(entry.endedAt()));
		return description;
	}

	static Map<String, Object> full(ShutdownHistory.Entry entry, boolean withDetails) {
		Map<String, Object> description = summary(entry);
		put(description, "startedAt", instant(entry.startedAt()));
		put(description, "shutdownId", entry.shutdownId());
		description.put("stages", entry.stages().stream().map((stage) -> describe(stage, withDetails)).toList());
		return description;
	}

	private static Map<String, Object> describe(ShutdownHistory.Stage stage, boolean withDetails) {
		Map<String, Object> description = new LinkedHashMap<>();
		description.put("name", stage.name());
		description.put("state", stage.state().name());
		put(description, "duration", duration(stage.duration()));
		description.put("pending", stage.pending());
		// Says what was cut, and so may name clients, beans and payloads
		put(description, "failure", withDetails ? stage.failure() : null);
		return description;
	}

	private static void put(Map<String, Object> target, String name, @Nullable Object value) {
		if (value != null) {
			target.put(name, value);
		}
	}

	private static @Nullable String instant(@Nullable Instant instant) {
		return (instant != null) ? instant.truncatedTo(ChronoUnit.MILLIS).toString() : null;
	}

	private static @Nullable String duration(@Nullable Duration duration) {
		return (duration != null) ? duration.truncatedTo(ChronoUnit.MILLIS).toString() : null;
	}

}
