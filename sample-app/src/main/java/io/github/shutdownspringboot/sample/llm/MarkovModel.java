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
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * The language model in the application: a {@link MarkovChain} that speaks at the pace of
 * a large one.
 */
class MarkovModel implements LanguageModel {

	private final MarkovChain chain;

	private final int words;

	private final Duration tokenInterval;

	private final RandomGenerator random;

	private final CountDownLatch closed = new CountDownLatch(1);

	MarkovModel(MarkovChain chain, int words, Duration tokenInterval, RandomGenerator random) {
		this.chain = chain;
		this.words = words;
		this.tokenInterval = tokenInterval;
		this.random = random;
	}

	@Override
	public void generate(Prompt prompt, TokenConsumer tokens) throws IOException {
		List<String> answer = new ArrayList<>(MarkovChain.words(prompt.answer()));
		Queue<String> opening = new ArrayDeque<>();
		if (answer.isEmpty()) {
			opening.addAll(MarkovChain.open(prompt.question(), prompt.passages()));
		}
		boolean wanted = true;
		while (wanted && !isEnough(answer)) {
			pause();
			String word = opening.isEmpty() ? this.chain.next(answer, this.random) : opening.remove();
			wanted = tokens.accept(answer.isEmpty() ? word : " " + word);
			answer.add(word);
		}
	}

	private void pause() throws IOException {
		try {
			if (this.closed.await(this.tokenInterval.toNanos(), TimeUnit.NANOSECONDS)) {
				throw new IOException("The language model is closed");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException(ex.getMessage());
		}
	}

	/**
	 * Return whether an answer is at its end: it stops with a sentence, or where it has
	 * become too long.
	 * @param answer the words of the answer
	 * @return {@code true} if there is no more to say
	 */
	private boolean isEnough(List<String> answer) {
		return (answer.size() >= this.words && MarkovChain.isEndOfSentence(answer.get(answer.size() - 1)))
				|| answer.size() >= 2 * this.words;
	}

	@Override
	public void close() {
		this.closed.countDown();
	}

}
