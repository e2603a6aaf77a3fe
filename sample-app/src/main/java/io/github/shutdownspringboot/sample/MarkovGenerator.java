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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.springframework.util.Assert;

/**
 * Markov chain over pairs of words: it says what its corpus could have said.
 */
class MarkovGenerator {

	private static final Set<String> STOP_WORDS = Set.of("about", "can", "could", "doe", "for", "from", "happen",
			"have", "how", "into", "please", "should", "tell", "that", "the", "them", "then", "there", "they", "thi",
			"what", "when", "where", "which", "who", "why", "will", "with", "would", "you", "your");

	private final int wordCount;

	private final Map<Pair, List<String>> successors = new HashMap<>();

	private final Map<String, List<List<String>>> openings = new HashMap<>();

	private final List<List<String>> sentences = new ArrayList<>();

	/**
	 * Create a generator.
	 * @param corpus the text to learn from
	 */
	MarkovGenerator(String corpus) {
		List<String> words = Arrays.asList(corpus.strip().split("\\s+"));
		this.wordCount = words.size();
		for (int i = 2; i < words.size(); i++) {
			Pair pair = new Pair(words.get(i - 2), words.get(i - 1));
			this.successors.computeIfAbsent(pair, (key) -> new ArrayList<>()).add(words.get(i));
		}
		int start = 0;
		for (int i = 0; i < words.size(); i++) {
			if (isEnd(words.get(i))) {
				learnOpenings(words.subList(start, i + 1));
				start = i + 1;
			}
		}
		Assert.isTrue(!this.sentences.isEmpty(), "'corpus' must have a sentence of two words or more");
	}

	private void learnOpenings(List<String> sentence) {
		if (sentence.size() < 2) {
			return;
		}
		this.sentences.add(sentence);
		for (int i = 0; i < sentence.size(); i++) {
			List<String> opening = sentence.subList(0, Math.max(2, i + 1));
			this.openings.computeIfAbsent(keyword(sentence.get(i)), (key) -> new ArrayList<>()).add(opening);
		}
	}

	/**
	 * Return how many words this generator has learned from.
	 * @return the number of words
	 */
	int getWordCount() {
		return this.wordCount;
	}

	/**
	 * Answer a question. The answer opens with a word of the question if the corpus knows
	 * one, and stops at the end of the sentence in which it has become long enough.
	 * @param question the question
	 * @param words about how many words to say: three fifths of it at least, six fifths
	 * at most
	 * @param random the source of randomness
	 * @return the words of the answer, with their punctuation
	 */
	List<String> answer(String question, int words, RandomGenerator random) {
		int enough = words * 3 / 5;
		int limit = words * 6 / 5;
		List<String> answer = new ArrayList<>(pick(openingsFor(question), random));
		while (answer.size() < limit && !(answer.size() >= enough && isEnd(last(answer, 1)))) {
			List<String> next = this.successors.get(new Pair(last(answer, 2), last(answer, 1)));
			if (next != null) {
				answer.add(pick(next, random));
			}
			else {
				answer.addAll(pick(this.sentences, random));
			}
		}
		return List.copyOf(answer.subList(0, Math.min(answer.size(), Math.max(limit, 1))));
	}

	private List<List<String>> openingsFor(String question) {
		return Arrays.stream(question.split("\\s+"))
			.map(MarkovGenerator::keyword)
			.filter((keyword) -> keyword.length() > 2 && !STOP_WORDS.contains(keyword))
			.map(this.openings::get)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(this.sentences);
	}

	private static String keyword(String word) {
		String letters = word.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}]", "");
		return letters.endsWith("s") ? letters.substring(0, letters.length() - 1) : letters;
	}

	private static boolean isEnd(String word) {
		return word.endsWith(".") || word.endsWith("!") || word.endsWith("?");
	}

	private static String last(List<String> words, int index) {
		return words.get(words.size() - index);
	}

	private static <T> T pick(List<T> choices, RandomGenerator random) {
		return choices.get(random.nextInt(choices.size()));
	}

	/**
	 * Two words that follow each other.
	 *
	 * @param first the first
	 * @param second the second
	 */
	private record Pair(String first, String second) {

	}

}
