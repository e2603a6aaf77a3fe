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

package io.github.shutdownspringboot.sample.openai;

import java.util.UUID;

import io.github.shutdownspringboot.sample.chat.AnswerProcessor;
import io.github.shutdownspringboot.sample.chat.EventStream;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Controller that client libraries of OpenAI can talk to. Such a client sends the whole
 * conversation each time, so each request is one of its own.
 */
@RestController
class CompletionController {

	private static final String MODEL = "sample";

	private final AnswerProcessor processor;

	CompletionController(AnswerProcessor processor) {
		this.processor = processor;
	}

	@PostMapping("/v1/chat/completions")
	Object complete(@RequestBody CompletionRequest request) {
		String conversation = UUID.randomUUID().toString();
		String model = (request.model() != null) ? request.model() : MODEL;
		if (request.isStream()) {
			EventStream stream = new EventStream();
			this.processor.ask(conversation, request.question(), new ChunkListener(stream, model));
			return stream.getEmitter();
		}
		WholeListener listener = new WholeListener(model);
		this.processor.ask(conversation, request.question(), listener);
		return listener.getCompletion();
	}

}
