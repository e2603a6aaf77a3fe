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

package io.github.shutdownspringboot.sample.chat;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

/**
 * One event of an answer. In JSON its {@code type} comes first.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
sealed interface ChatEvent {

	/**
	 * The next piece of the answer.
	 *
	 * @param token the piece, with the space that parts it from the one before
	 */
	@JsonTypeName("token")
	record Token(String token) implements ChatEvent {

	}

	/**
	 * Something went wrong.
	 *
	 * @param error what it was
	 */
	@JsonTypeName("error")
	record Failure(String error) implements ChatEvent {

	}

	/**
	 * The end of the events.
	 *
	 * @param reason why they end
	 */
	@JsonTypeName("done")
	record Done(String reason) implements ChatEvent {

	}

}
