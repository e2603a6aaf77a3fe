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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

import io.github.shutdownspringboot.sample.knowledge.Keywords;

import org.springframework.util.Assert;

/**
 * Markov chain over pairs of words: it says what its texts could have said.
 */
class MarkovChain {

	private static final Pattern END_OF_SENTENCE = Pattern.compile("[.!?]['\"]?$");

	private static final Pattern BETWEEN_SENTENCES = Pattern.compile("(?<=[.!?]['\"]?)\\s+(?=['\"\\p{Lu}])");

	/**
	 * Stands for what is before a sentence.
	 */
	private static final String START = "";

	private final List<String> firstWords = new ArrayList<>();

	private final Map<Pair, List<String>> successors = new HashMap<>(Map.of(Pair.START_OF_SENTENCE, this.firstWords));

	/**
	 * Create a chain.
	 * @param paragraphs the texts to learn from
	 */
	MarkovChain(List<String> paragraphs) {
		paragraphs.stream().flatMap((paragraph) -> sentences(paragraph).stream()).forEach(this::learn);
		Assert.notEmpty(this.firstWords, "'paragraphs' must have a sentence of two words or more");
	}

	private void learn(List<String> sentence) {
		Pair last = Pair.START_OF_SENTENCE;
		for (String word : sentence) {
			this.successors.computeIfAbsent(last, (key) -> new ArrayList<>()).add(word);
			last = new Pair(last.second(), word);
		}
	}

	/**
	 * Open an answer.
	 * @param question the question
	 * @param passages where to look for a word of the question, best first
	 * @return the first words of a sentence, up to a word of the question; none if no
	 * passage has one
	 */
	static List<String> open(String question, List<String> passages) {
		Set<String> keywords = Keywords.of(question);
		for (String passage : passages) {
			for (List<String> sentence : sentences(passage)) {
				for (int i = 0; i < sentence.size(); i++) {
					if (keywords.contains(Keywords.stem(sentence.get(i)))) {
						return sentence.subList(0, i + 1);
					}
				}
			}
		}
		return List.of();
	}

	/**
	 * Say the next word.
	 * @param words the words before it
	 * @param random the source of randomness
	 * @return a word that follows the last two of the sentence in one of the texts, or
	 * the first one of a sentence if none does
	 */
	String next(List<String> words, RandomGenerator random) {
		Pair last = Pair.START_OF_SENTENCE;
		for (String word : words.subList(Math.max(0, words.size() - 2), words.size())) {
			last = isEndOfSentence(word) ? Pair.START_OF_SENTENCE : new Pair(last.second(), word);
		}
		List<String> choices = this.successors.getOrDefault(last, this.firstWords);
		return choices.get(random.nextInt(choices.size()));
	}

	/**
	 * Return whether a word ends its sentence.
	 * @param word the word
	 * @return {@code true} if it does
	 */
	static boolean isEndOfSentence(String word) {
		return END_OF_SENTENCE.matcher(word).find();
	}

	static List<String> words(String text) {
		return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
	}

	private static List<List<String>> sentences(String paragraph) {
		return Arrays.stream(BETWEEN_SENTENCES.split(paragraph))
			.map(MarkovChain::words)
			.filter((words) -> words.size() >= 2)
			.toList();
	}

	/**
	 * Two words that follow each other.
	 *
	 * @param first the first
	 * @param second the second
	 */
	private record Pair(String first, String second) {

		static final Pair START_OF_SENTENCE = new Pair(START, START);

	}

}
