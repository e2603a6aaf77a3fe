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

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.CollectionUtils;

/**
 * What a client of an OpenAI-compatible API asks.
 *
 * @param model the name of the model, which the answer repeats
 * @param messages the conversation; its last message is the question
 * @param stream whether the answer is wanted token by token
 */
record CompletionRequest(@Nullable String model, @Nullable List<Message> messages, @Nullable Boolean stream) {

	boolean isStream() {
		return Boolean.TRUE.equals(this.stream);
	}

	@Nullable String question() {
		return CollectionUtils.isEmpty(this.messages) ? null : this.messages.get(this.messages.size() - 1).content();
	}

	/**
	 * A message.
	 *
	 * @param role who says it
	 * @param content what is said
	 */
	record Message(@Nullable String role, @Nullable String content) {

	}

}
