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

import java.util.Map;
import java.util.UUID;

import io.github.shutdownspringboot.sample.chat.AnswerListener;
import io.github.shutdownspringboot.sample.chat.EventStream;

import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends an answer in chunks.
 */
class ChunkListener implements AnswerListener {

	private final EventStream stream;

	private final String model;

	ChunkListener(EventStream stream, String model) {
		this.stream = stream;
		this.model = model;
	}

	@Override
	public boolean onToken(UUID answer, int position, String token) {
		return trySend(Completion.chunk(answer, this.model, token));
	}

	@Override
	public void onEnd(UUID answer) {
		trySend(Completion.chunk(answer, this.model, null));
		end();
	}

	@Override
	public void onFailure(UUID answer) {
		trySend(Map.of("error", Map.of("message", "The answer failed", "type", "server_error")));
		end();
	}

	private void end() {
		trySend("[DONE]");
		this.stream.complete();
	}

	private boolean trySend(Object data) {
		return this.stream.trySend(SseEmitter.event().data(data, MediaType.APPLICATION_JSON));
	}

}
