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
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MarkovChain}.
 */
class MarkovChainTests {

	private final MarkovChain chain = new MarkovChain(List.of("One two three. Four two three five.", "Six seven."));

	private final Random random = new Random(7);

	@Test
	void theNextWordFollowedTheLastTwoSomewhere() {
		List<String> next = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			next.add(this.chain.next(List.of("Four", "two"), this.random));
		}
		assertThat(next).containsOnly("three");
	}

	@Test
	void afterASentenceAnyOtherBegins() {
		for (int i = 0; i < 20; i++) {
			assertThat(this.chain.next(List.of("Six", "seven."), this.random)).isIn("One", "Four", "Six");
		}
	}

	@Test
	void anAnswerOpensWithASentenceUpToAWordOfTheQuestion() {
		List<String> passages = List.of("Nothing here.", "Ropes are cheap. The old ship sails at noon.");
		assertThat(MarkovChain.open("Tell me about SHIPS!", passages)).containsExactly("The", "old", "ship");
	}

	@Test
	void anAnswerToAQuestionThatNoPassageKnowsHasNoOpening() {
		assertThat(MarkovChain.open("zzz", List.of("The old ship sails at noon."))).isEmpty();
	}

	@Test
	void aSentenceThatHasOneWordGoesOnAsItsSentencesDo() {
		assertThat(this.chain.next(List.of("seven.", "Four"), this.random)).isEqualTo("two");
		assertThat(this.chain.next(List.of("Six"), this.random)).isEqualTo("seven.");
	}

	@Test
	void noSentenceBeginsBehindAQuotationThatItGoesOnAfter() {
		MarkovChain quoting = new MarkovChain(List.of("\"No room!\" they cried."));
		assertThat(quoting.next(List.of(), this.random)).isEqualTo("\"No");
		assertThat(quoting.next(List.of("they"), this.random)).isEqualTo("\"No");
	}

	@Test
	void wordsThatNoTextHasAreFollowedByASentence() {
		assertThat(this.chain.next(List.of("eight", "nine"), this.random)).isIn("One", "Four", "Six");
	}

	@ParameterizedTest
	@ValueSource(strings = { "end.", "end!", "end?", "end.\"", "end?'" })
	void sentencesEndWithAMark(String word) {
		assertThat(MarkovChain.isEndOfSentence(word)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "end", "end,", "e.g.x", "\"end" })
	void otherWordsAreNoEnd(String word) {
		assertThat(MarkovChain.isEndOfSentence(word)).isFalse();
	}

	@Test
	void textsWithoutASentenceAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new MarkovChain(List.of("Alone.")))
			.withMessageContaining("paragraphs");
	}

}
