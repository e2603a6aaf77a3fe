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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.sample.knowledge.AnswerStore;
import io.github.shutdownspringboot.sample.llm.LanguageModel;
import io.github.shutdownspringboot.sample.tools.PassageFinder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Makes answers, on threads of its own. It is the first client that the shutdown closes:
 * what it is doing needs all the others.
 */
@Component
public class AnswerProcessor implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(AnswerProcessor.class);

	private final AnswerStore store;

	private final PassageFinder finder;

	private final LanguageModel model;

	private final ExecutorService threads;

	AnswerProcessor(AnswerStore store, PassageFinder finder, LanguageModel model,
			@Value("${sample.chat.concurrent-answers:100}") int concurrentAnswers) {
		this.store = store;
		this.finder = finder;
		this.model = model;
		this.threads = new ThreadPoolExecutor(0, concurrentAnswers, 1, TimeUnit.MINUTES, new SynchronousQueue<>(),
				new CustomizableThreadFactory("answer-"));
	}

	/**
	 * Begin an answer.
	 * @param conversation the conversation that it belongs to
	 * @param question the question
	 * @param listener what is told the answer
	 * @throws IllegalArgumentException if there is no question, or too much of it
	 * @throws RejectedExecutionException if too many answers are being made
	 */
	public void ask(String conversation, @Nullable String question, AnswerListener listener) {
		UUID answer = this.store.begin(conversation, InvalidQuestionException.check(question));
		try {
			tell(answer, 0, listener);
		}
		catch (RejectedExecutionException ex) {
			// Whoever asks again would find it in the conversation, without an end
			this.store.forget(answer);
			throw ex;
		}
	}

	/**
	 * Tell an answer from where a client lost it. What has been saved is read, the rest
	 * is made.
	 * @param answer the id of the answer
	 * @param position how many tokens the client has
	 * @param listener what is told the rest
	 * @throws RejectedExecutionException if too many answers are being made
	 */
	public void tell(UUID answer, int position, AnswerListener listener) {
		this.threads.execute(new AnswerTask(answer, position, listener, this.store, this.finder, this.model));
	}

	/**
	 * Take no more questions, and wait for the last tokens to be saved. Nobody is
	 * interrupted, because an interrupt would close the file that H2 writes to.
	 */
	@Override
	public void close() throws InterruptedException {
		this.threads.shutdown();
		if (!this.threads.awaitTermination(4, TimeUnit.SECONDS)) {
			logger.warn("The language model is still answering; it is closed next");
		}
	}

}
