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

package io.github.shutdownspringboot.sample.knowledge;

import java.util.List;
import java.util.UUID;

/**
 * An answer as far as it has been saved.
 *
 * @param id its id
 * @param conversation the conversation that it belongs to
 * @param question what was asked
 * @param tokens the pieces of the answer, in their order
 * @param complete whether this is all of it
 */
public record Answer(UUID id, String conversation, String question, List<String> tokens, boolean complete) {

	/**
	 * Return the answer as one text.
	 * @return all tokens
	 */
	public String text() {
		return String.join("", this.tokens);
	}

}
