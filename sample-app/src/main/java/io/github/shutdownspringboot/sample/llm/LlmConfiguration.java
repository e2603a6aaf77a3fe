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

import java.util.List;
import java.util.Random;

import io.github.shutdownspringboot.sample.knowledge.Library;
import io.github.shutdownspringboot.sample.knowledge.Passage;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Chooses the language model: one elsewhere if there is an address, else the one in the
 * application.
 */
@Configuration(proxyBeanMethods = false)
class LlmConfiguration {

	@Bean
	LanguageModel llmClient(LlmProperties properties, Library library, JsonMapper json) {
		if (properties.url() != null) {
			return new OpenAiModel(properties.url(), properties.model(), properties.apiKey(), properties.timeout(),
					json);
		}
		List<String> paragraphs = library.getPassages().stream().map(Passage::content).toList();
		return new MarkovModel(new MarkovChain(paragraphs), properties.words(), properties.tokenInterval(),
				new Random());
	}

}
