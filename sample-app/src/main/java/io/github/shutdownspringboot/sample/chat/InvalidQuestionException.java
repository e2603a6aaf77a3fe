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

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * A question that nobody can answer.
 */
@ResponseStatus(HttpStatus.BAD_REQUEST)
final class InvalidQuestionException extends IllegalArgumentException {

	/**
	 * What the store has room for.
	 */
	private static final int MAX_LENGTH = 4000;

	private InvalidQuestionException(String message) {
		super(message);
	}

	/**
	 * Check a question.
	 * @param question the question
	 * @return the question
	 * @throws InvalidQuestionException if there is none, or too much of it
	 */
	static String check(@Nullable String question) throws InvalidQuestionException {
		if (question == null || !StringUtils.hasText(question)) {
			throw new InvalidQuestionException("There is no question");
		}
		if (question.length() > MAX_LENGTH) {
			throw new InvalidQuestionException("A question has at most %d characters".formatted(MAX_LENGTH));
		}
		return question;
	}

}
