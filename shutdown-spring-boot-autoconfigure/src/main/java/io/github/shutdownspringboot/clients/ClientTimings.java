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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.shutdownspringboot.coordinator.ClientState;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.Timing;
import io.github.shutdownspringboot.coordinator.TimingRecorder;
import org.jspecify.annotations.Nullable;

/**
 * The durations that closing the clients took. Clients are registered from the moment the
 * first bean is created, which may be long before the meters are there.
 */
final class ClientTimings {

	private static final List<ClientState> OUTCOMES = List.of(ClientState.CLOSED, ClientState.FAILED,
			ClientState.TIMED_OUT, ClientState.SKIPPED);

	private final Set<String> clients = ConcurrentHashMap.newKeySet();

	private volatile @Nullable TimingRecorder recorder;

	void setRecorder(TimingRecorder recorder) {
		this.recorder = recorder;
		this.clients.forEach((client) -> register(client, recorder));
	}

	void register(String client) {
		// First remembered, then looked for: a recorder that is set meanwhile finds it
		this.clients.add(client);
		TimingRecorder recorder = this.recorder;
		if (recorder != null) {
			register(client, recorder);
		}
	}

	private static void register(String client, TimingRecorder recorder) {
		OUTCOMES.forEach((outcome) -> recorder.register(timing(client, outcome)));
	}

	void remove(String client) {
		this.clients.remove(client);
		TimingRecorder recorder = this.recorder;
		if (recorder != null) {
			OUTCOMES.forEach((outcome) -> recorder.remove(timing(client, outcome)));
		}
	}

	void record(ShutdownReport.Client client) {
		TimingRecorder recorder = this.recorder;
		if (recorder != null) {
			Duration duration = client.duration();
			recorder.record(timing(client.name(), client.state()), (duration != null) ? duration : Duration.ZERO);
		}
	}

	private static Timing timing(String client, ClientState outcome) {
		return new Timing("shutdown.client.close",
				Map.of("client", client, "outcome", outcome.name().toLowerCase(Locale.ROOT)),
				"Time that closing a client took");
	}

}
