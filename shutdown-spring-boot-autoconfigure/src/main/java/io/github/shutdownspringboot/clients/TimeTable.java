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

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Says when each client has ended at the latest, if all of them take all the time that
 * they may.
 */
final class TimeTable {

	private final Map<ClientExecution, Duration> ends = new HashMap<>();

	private Duration end = Duration.ZERO;

	/**
	 * Make a table.
	 * @param steps the steps of a plan
	 * @param timeout the time that a client may take
	 */
	TimeTable(List<ClosingPlan.Step> steps, Function<Client, Duration> timeout) {
		for (ClosingPlan.Step step : steps) {
			Duration begin = this.end;
			step.users().forEach((client, users) -> {
				Duration end = latest(users.stream().map(this.ends::get), begin)
					.plus(timeout.apply(client.getClient()));
				this.ends.put(client, end);
				this.end = latest(Stream.of(end), this.end);
			});
		}
	}

	private static Duration latest(Stream<Duration> ends, Duration other) {
		return ends.reduce(other, (one, next) -> (one.compareTo(next) < 0) ? next : one);
	}

	/**
	 * Return the time that all clients take.
	 * @return the time
	 */
	Duration getEnd() {
		return this.end;
	}

	/**
	 * Return the time that is taken after a client has ended.
	 * @param client the client
	 * @return the time, zero if nobody waits for it
	 */
	Duration getTimeAfter(ClientExecution client) {
		return this.end.minus(this.ends.getOrDefault(client, this.end));
	}

}
