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

package io.github.shutdownspringboot.coordinator;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * {@link TestStage} that needs no thread, unless a test says otherwise.
 */
final class PromptTestStage implements PromptStage {

	/**
	 * What it tells of itself; without it, it cannot tell.
	 */
	@Nullable Boolean prompt = true;

	private final TestStage stage;

	PromptTestStage(TestStage stage) {
		this.stage = stage;
	}

	@Override
	public boolean isPrompt() {
		return Objects.requireNonNull(this.prompt);
	}

	@Override
	public String getName() {
		return this.stage.getName();
	}

	@Override
	public int getPhase() {
		return this.stage.getPhase();
	}

	@Override
	public Duration getTimeout() {
		return this.stage.getTimeout();
	}

	@Override
	public CompletionStage<?> run(Duration budget) {
		return this.stage.run(budget);
	}

	@Override
	public void cut() {
		this.stage.cut();
	}

}
