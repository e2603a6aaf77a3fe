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

import java.util.UUID;

/**
 * Is told an answer.
 */
public interface AnswerListener {

	/**
	 * The next token.
	 * @param answer the id of the answer
	 * @param position the position of the token, from one
	 * @param token the token
	 * @return whether there is still somebody who reads the answer
	 */
	boolean onToken(UUID answer, int position, String token);

	/**
	 * The answer is at its end.
	 * @param answer the id of the answer
	 */
	void onEnd(UUID answer);

	/**
	 * There is no more of the answer now, because something went wrong.
	 * @param answer the id of the answer
	 */
	void onFailure(UUID answer);

}
