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

package io.github.shutdownspringboot.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MarkovGenerator}.
 */
class MarkovGeneratorTests {

	private static final int SEEDS = 200;

	private final String corpus = readCorpus();

	private final MarkovGenerator generator = new MarkovGenerator(this.corpus);

	@Test
	void sameSeedGivesSameAnswer() {
		assertThat(answer("How do ships stop?", 7)).isEqualTo(answer("How do ships stop?", 7));
	}

	@Test
	void anotherSeedGivesAnotherAnswer() {
		assertThat(answer("How do ships stop?", 7)).isNotEqualTo(answer("How do ships stop?", 8));
	}

	@Test
	void answerHasOnlyWordsOfTheCorpus() {
		List<String> words = List.of(this.corpus.split("\\s+"));
		for (int seed = 0; seed < SEEDS; seed++) {
			assertThat(words).containsAll(answer("What is a signal?", seed));
		}
	}

	@Test
	void answerEndsWithinItsBounds() {
		for (int seed = 0; seed < SEEDS; seed++) {
			assertThat(answer("Anything", seed)).hasSizeBetween(60, 120);
		}
	}

	@Test
	void answerEndsWithASentence() {
		for (int seed = 0; seed < SEEDS; seed++) {
			assertThat(answer("How does a kitchen close?", seed)).last().asString().endsWith(".");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "ship", "train", "kitchen", "theatre", "service" })
	void answerOpensWithASentenceAboutTheQuestion(String subject) {
		for (int seed = 0; seed < SEEDS; seed++) {
			String answer = String.join(" ", answer("Tell me about the " + subject.toUpperCase() + "S!", seed));
			assertThat(answer.split("[.?!]")[0]).containsIgnoringCase(subject);
		}
	}

	@Test
	void questionThatTheCorpusDoesNotKnowIsAnsweredAnyway() {
		assertThat(answer("zzz", 1)).isNotEmpty();
		assertThat(answer("", 1)).isNotEmpty();
	}

	@Test
	void endOfTheCorpusIsNotTheEndOfTheAnswer() {
		List<String> answer = new MarkovGenerator("One two three.").answer("one", 10, new Random(1));
		assertThat(answer).containsExactly("One", "two", "three.", "One", "two", "three.");
	}

	@Test
	void emptyCorpusIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new MarkovGenerator(" ")).withMessageContaining("corpus");
	}

	@Test
	void wordsOfTheCorpusAreCounted() {
		assertThat(new MarkovGenerator("One two three.\n\nFour five.").getWordCount()).isEqualTo(5);
	}

	private List<String> answer(String question, long seed) {
		return this.generator.answer(question, 100, new Random(seed));
	}

	private static String readCorpus() {
		try {
			return new ClassPathResource("corpus.txt").getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
