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

import java.io.IOException;
import java.util.List;
import java.util.UUID;

import io.github.shutdownspringboot.sample.knowledge.Answer;
import io.github.shutdownspringboot.sample.knowledge.AnswerStore;
import io.github.shutdownspringboot.sample.llm.LanguageModel;
import io.github.shutdownspringboot.sample.llm.Prompt;
import io.github.shutdownspringboot.sample.tools.PassageFinder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DuplicateKeyException;

/**
 * Tells one client an answer: first what has been saved of it, then what the language
 * model says. An answer that nobody reads any more is left as it is, and can be continued
 * later. That is all there is to do for a stream that the shutdown ends.
 */
class AnswerTask implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(AnswerTask.class);

	private final UUID id;

	private final AnswerListener listener;

	private final AnswerStore store;

	private final PassageFinder finder;

	private final LanguageModel model;

	private int position;

	private boolean wanted = true;

	AnswerTask(UUID id, int position, AnswerListener listener, AnswerStore store, PassageFinder finder,
			LanguageModel model) {
		this.id = id;
		this.position = position;
		this.listener = listener;
		this.store = store;
		this.finder = finder;
		this.model = model;
	}

	@Override
	public void run() {
		try {
			tell();
			if (this.wanted) {
				this.listener.onEnd(this.id);
				logger.info("Answer {} is complete with {} tokens", this.id, this.position);
			}
			else {
				logger.info("Answer {} is left at token {}: nobody reads it now", this.id, this.position);
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			// Whatever it was, nobody else ends the stream of the client
			logger.warn("Answer {} failed at token {}", this.id, this.position, ex);
			this.listener.onFailure(this.id);
		}
	}

	private void tell() throws IOException {
		Answer saved = read();
		// A client may say that it has more than there is
		this.position = Math.min(this.position, saved.tokens().size());
		tellSaved(saved.tokens());
		while (this.wanted && !saved.complete()) {
			generate(saved);
			saved = read();
			tellSaved(saved.tokens());
		}
	}

	private Answer read() {
		return this.store.find(this.id).orElseThrow();
	}

	private void tellSaved(List<String> tokens) {
		while (this.wanted && this.position < tokens.size()) {
			tell(tokens.get(this.position));
		}
	}

	private boolean tell(String token) {
		this.position++;
		this.wanted = this.listener.onToken(this.id, this.position, token);
		return this.wanted;
	}

	/**
	 * Go on with the answer. The connection of another task for the same answer may be
	 * lost without its knowing; then both go on. What is saved first counts, and the
	 * other task begins again behind it.
	 * @param saved what there is of the answer
	 * @throws IOException if the language model fails
	 */
	private void generate(Answer saved) throws IOException {
		try {
			this.model.generate(prompt(saved), this::saveAndTell);
			if (this.wanted) {
				this.store.complete(this.id);
			}
		}
		catch (DuplicateKeyException ex) {
			logger.debug("Another task has saved token {} of answer {}", this.position + 1, this.id);
		}
	}

	private boolean saveAndTell(String token) {
		this.store.append(this.id, this.position + 1, token);
		return tell(token);
	}

	private Prompt prompt(Answer saved) {
		List<Answer> history = this.store.findAll(saved.conversation())
			.stream()
			.takeWhile((earlier) -> !earlier.id().equals(this.id))
			.toList();
		return new Prompt(saved.question(), this.finder.find(saved.question()), history, saved.text());
	}

}
