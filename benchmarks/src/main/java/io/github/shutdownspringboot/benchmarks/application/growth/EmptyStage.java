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

package io.github.shutdownspringboot.benchmarks.application.growth;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.shutdownspringboot.coordinator.ShutdownStage;

/**
 * A stage that has nothing to wait for, in a phase of its own.
 *
 * @param number makes the name and the phase
 */
record EmptyStage(int number) implements ShutdownStage {

	@Override
	public String getName() {
		return "empty-" + this.number;
	}

	@Override
	public int getPhase() {
		return 1000 + this.number;
	}

	@Override
	public Duration getTimeout() {
		return Duration.ofSeconds(1);
	}

	@Override
	public CompletionStage<?> run(Duration budget) {
		return CompletableFuture.completedFuture(null);
	}

}
