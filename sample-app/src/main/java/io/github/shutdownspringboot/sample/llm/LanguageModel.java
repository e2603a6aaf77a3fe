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

package io.github.shutdownspringboot.sample.llm;

import java.io.IOException;

/**
 * Says what comes next, token by token.
 */
public interface LanguageModel extends AutoCloseable {

	/**
	 * Answer a question, or go on with an answer that has been begun. Returns when the
	 * answer is at its end, or no more tokens are wanted.
	 * @param prompt the question, and what has been answered so far
	 * @param tokens what gets the tokens, on the thread of the caller
	 * @throws IOException if the model fails, or is closed
	 */
	void generate(Prompt prompt, TokenConsumer tokens) throws IOException;

	/**
	 * Close the model; what it is generating ends at once.
	 */
	@Override
	void close();

	/**
	 * Takes the tokens of an answer.
	 */
	@FunctionalInterface
	interface TokenConsumer {

		/**
		 * Take the next token.
		 * @param token the token, with the space that parts it from the one before
		 * @return whether more tokens are wanted
		 */
		boolean accept(String token);

	}

}
