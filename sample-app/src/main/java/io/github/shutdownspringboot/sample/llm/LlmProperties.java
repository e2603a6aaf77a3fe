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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the language model.
 *
 * @param url base address of an OpenAI-compatible API, such as
 * {@code http://localhost:11434/v1}; without it the model in the application answers
 * @param model name of the model that the API is asked for
 * @param apiKey key that the API wants, if any
 * @param timeout how long the API may be silent
 * @param tokenInterval time between two tokens of the model in the application
 * @param words about how many words an answer of the model in the application has
 */
@ConfigurationProperties("sample.llm")
record LlmProperties(@Nullable String url, @DefaultValue("default") String model, @Nullable String apiKey,
		@DefaultValue("1m") Duration timeout, @DefaultValue("80ms") Duration tokenInterval,
		@DefaultValue("100") int words) {

}
