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

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * An answer, or a piece of one, as clients of an OpenAI-compatible API expect it.
 *
 * @param id the id of the answer
 * @param object the kind of this object
 * @param created when it was made, in seconds since 1970
 * @param model the name of the model
 * @param choices what it says
 */
record Completion(String id, String object, long created, String model, List<Choice> choices) {

	/**
	 * Make a piece of an answer.
	 * @param answer the id of the answer
	 * @param model the name of the model
	 * @param token the token, or {@code null} at the end of the answer
	 * @return the piece
	 */
	static Completion chunk(UUID answer, String model, @Nullable String token) {
		return of(answer, "chat.completion.chunk", model,
				new Choice(0, null, new Delta(token), (token != null) ? null : "stop"));
	}

	/**
	 * Make a whole answer.
	 * @param answer the id of the answer
	 * @param model the name of the model
	 * @param text what it says
	 * @return the answer
	 */
	static Completion whole(UUID answer, String model, String text) {
		return of(answer, "chat.completion", model,
				new Choice(0, new CompletionRequest.Message("assistant", text), null, "stop"));
	}

	private static Completion of(UUID answer, String object, String model, Choice choice) {
		return new Completion("chatcmpl-" + answer, object, Instant.now().getEpochSecond(), model, List.of(choice));
	}

	/**
	 * What is said.
	 *
	 * @param index the number of the choice
	 * @param message the whole answer
	 * @param delta a piece of it
	 * @param finishReason why it is at its end, if it is
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Choice(int index, CompletionRequest.@Nullable Message message, @Nullable Delta delta,
			@JsonProperty("finish_reason") @JsonInclude @Nullable String finishReason) {

	}

	/**
	 * A piece of an answer.
	 *
	 * @param content what it says
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Delta(@Nullable String content) {

	}

}
