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

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The words of a text that say what it is about.
 */
public final class Keywords {

	private static final Set<String> STOP_WORDS = Set.of("about", "and", "are", "can", "could", "did", "doe", "for",
			"from", "happen", "have", "how", "into", "please", "should", "tell", "that", "the", "them", "then", "there",
			"they", "thi", "was", "what", "when", "where", "which", "who", "why", "will", "with", "would", "you",
			"your");

	private Keywords() {
	}

	/**
	 * Find the keywords of a text.
	 * @param text the text
	 * @return its words without those that every text has
	 */
	public static Set<String> of(String text) {
		return Arrays.stream(text.split("\\s+"))
			.map(Keywords::stem)
			.filter((word) -> word.length() > 2 && !STOP_WORDS.contains(word))
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Reduce a word to what it has in common with its plural.
	 * @param word the word, with its punctuation
	 * @return its letters, in lower case
	 */
	public static String stem(String word) {
		String letters = word.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}]", "");
		return letters.endsWith("s") ? letters.substring(0, letters.length() - 1) : letters;
	}

}
