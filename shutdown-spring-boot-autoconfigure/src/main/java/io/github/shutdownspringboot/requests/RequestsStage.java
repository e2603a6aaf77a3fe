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

package io.github.shutdownspringboot.requests;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.shutdownspringboot.coordinator.PromptStage;
import io.github.shutdownspringboot.coordinator.ShutdownReport;

/**
 * Waits for requests in flight; over with the end of the last response. From the
 * beginning of the drain on new requests are turned away, unless they are to be served
 * while draining: then a second one waits for those that came until the sockets were
 * closed.
 */
final class RequestsStage implements PromptStage {

	private final String name;

	private final int phase;

	private final RequestGate gate;

	private final Duration timeout;

	private final boolean interrupt;

	/**
	 * Make a stage.
	 * @param name its name
	 * @param phase the phase that it runs in
	 * @param gate knows the requests
	 * @param timeout how long to wait for them
	 * @param interrupt whether threads are interrupted after that
	 */
	RequestsStage(String name, int phase, RequestGate gate, Duration timeout, boolean interrupt) {
		this.name = name;
		this.phase = phase;
		this.gate = gate;
		this.timeout = timeout;
		this.interrupt = interrupt;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public int getPhase() {
		return this.phase;
	}

	@Override
	public Duration getTimeout() {
		return this.timeout;
	}

	@Override
	public long pending() {
		return this.gate.getActive();
	}

	@Override
	public List<ShutdownReport.Unfinished> unfinished() {
		return this.gate.getUnfinished();
	}

	@Override
	public CompletionStage<?> run(Duration budget) {
		// What has been waited for in vain is not waited for again
		return this.gate.hasAborted() ? CompletableFuture.completedStage(null) : this.gate.drain();
	}

	@Override
	public void cut() {
		this.gate.abort(this.interrupt);
	}

}
