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

import java.util.List;
import java.util.random.RandomGenerator;

import reactor.core.publisher.Flux;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Controller that streams answers as server-sent events.
 */
@RestController
@RequestMapping(path = "/api/chat", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
class ChatController {

	private final MarkovGenerator generator;

	private final RandomGenerator random;

	private final ChatStatistics statistics;

	private final ChatProperties properties;

	ChatController(MarkovGenerator generator, RandomGenerator random, ChatStatistics statistics,
			ChatProperties properties) {
		this.generator = generator;
		this.random = random;
		this.statistics = statistics;
		this.properties = properties;
	}

	@PostMapping
	Flux<ChatEvent> post(@RequestBody ChatRequest request) {
		return answer(request.message());
	}

	/**
	 * The same for a browser's {@code EventSource}, which can only GET.
	 * @param message the question
	 * @return the answer
	 */
	@GetMapping
	Flux<ChatEvent> get(@RequestParam String message) {
		return answer(message);
	}

	private Flux<ChatEvent> answer(String question) {
		List<String> words = this.generator.answer(question, this.properties.words(), this.random);
		Flux<ChatEvent> tokens = Flux.range(0, words.size())
			.delayElements(this.properties.tokenInterval())
			.map((i) -> token(i, words.get(i)));
		return tokens.doOnNext((token) -> this.statistics.tokenStreamed())
			.concatWithValues(ChatEvent.Done.COMPLETE)
			.doOnComplete(this.statistics::answerGiven);
	}

	private static ChatEvent token(int index, String word) {
		return new ChatEvent.Token((index != 0) ? " " + word : word);
	}

}
