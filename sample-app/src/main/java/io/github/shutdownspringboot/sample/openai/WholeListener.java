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

package io.github.shutdownspringboot.sample.openai;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.github.shutdownspringboot.sample.chat.AnswerListener;

/**
 * Collects an answer for a client that wants it as a whole.
 */
class WholeListener implements AnswerListener {

	private final StringBuilder text = new StringBuilder();

	private final CompletableFuture<Completion> completion = new CompletableFuture<>();

	private final String model;

	WholeListener(String model) {
		this.model = model;
	}

	CompletableFuture<Completion> getCompletion() {
		return this.completion;
	}

	@Override
	public boolean onToken(UUID answer, int position, String token) {
		this.text.append(token);
		return !this.completion.isDone();
	}

	@Override
	public void onEnd(UUID answer) {
		this.completion.complete(Completion.whole(answer, this.model, this.text.toString()));
	}

	@Override
	public void onFailure(UUID answer) {
		this.completion.completeExceptionally(new IllegalStateException("The answer failed"));
	}

}
