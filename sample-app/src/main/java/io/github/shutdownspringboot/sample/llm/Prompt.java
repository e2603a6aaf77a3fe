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

import io.github.shutdownspringboot.sample.knowledge.Answer;

/**
 * What a language model is asked.
 *
 * @param question the question
 * @param passages what is known about it, best first
 * @param history earlier answers of the conversation, oldest first
 * @param answer what has been answered so far; empty at the beginning
 */
public record Prompt(String question, List<String> passages, List<Answer> history, String answer) {

}
