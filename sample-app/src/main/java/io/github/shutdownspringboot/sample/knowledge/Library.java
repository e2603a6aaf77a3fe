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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/**
 * The texts in the jar. The first paragraph of each is its title and where it comes from.
 */
@Component
public class Library {

	private final List<Passage> passages;

	Library(@Value("classpath:texts/*.txt") Resource[] texts) throws IOException {
		Stream<Passage> found = Stream.empty();
		for (Resource text : texts) {
			found = Stream.concat(found, read(text.getContentAsString(StandardCharsets.UTF_8)));
		}
		this.passages = found.toList();
	}

	private static Stream<Passage> read(String text) {
		String[] paragraphs = text.strip().split("\\R{2,}");
		return Arrays.stream(paragraphs).skip(1).map((paragraph) -> new Passage(paragraphs[0], paragraph));
	}

	/**
	 * Return all paragraphs of all texts.
	 * @return the paragraphs in their order
	 */
	public List<Passage> getPassages() {
		return this.passages;
	}

}
