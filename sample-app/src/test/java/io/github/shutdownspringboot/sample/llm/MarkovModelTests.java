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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link MarkovModel}.
 */
class MarkovModelTests {

	private final MarkovModel model = new MarkovModel(
			new MarkovChain(List.of("The ship is late. The ship is old. Nobody knows why the ship is here.")), 10,
			Duration.ofMillis(1), new Random(7));

	@Test
	void anAnswerIsOneTextOfWholeSentences() throws IOException {
		assertThat(String.join("", answer(""))).startsWith("The ship").endsWith(".").doesNotContain("  ");
	}

	@Test
	void anAnswerThatWasLeftGoesOnBehindItsLastWord() throws IOException {
		List<String> rest = answer("Nobody knows");
		assertThat(rest).startsWith(" why", " the");
		assertThat(rest).hasSizeBetween(8, 18);
	}

	@Test
	void anAnswerThatIsLongEnoughHasNoMore() throws IOException {
		assertThat(answer("One two three four five six seven eight nine ten.")).isEmpty();
	}

	@Test
	void nothingMoreIsSaidThanIsWanted() throws IOException {
		List<String> tokens = new ArrayList<>();
		this.model.generate(prompt(""), (token) -> {
			tokens.add(token);
			return tokens.size() < 3;
		});
		assertThat(tokens).hasSize(3);
	}

	@Test
	void closingEndsWhatIsBeingSaid() {
		this.model.close();
		assertThatIOException().isThrownBy(() -> answer("")).withMessageContaining("closed");
	}

	private List<String> answer(String soFar) throws IOException {
		List<String> tokens = new ArrayList<>();
		this.model.generate(prompt(soFar), tokens::add);
		return tokens;
	}

	private static Prompt prompt(String soFar) {
		return new Prompt("What about the ship?", List.of("The ship is late."), List.of(), soFar);
	}

}
