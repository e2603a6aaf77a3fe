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

package io.github.shutdownspringboot.sample.chat;

import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends an answer as server-sent events. Only tokens have an id: with any other event a
 * client has no more of the answer than before.
 */
class SseListener extends ChatListener {

	private final EventStream stream;

	SseListener(EventStream stream) {
		this.stream = stream;
	}

	@Override
	boolean trySend(@Nullable EventId id, ChatEvent event) {
		SseEmitter.SseEventBuilder builder = SseEmitter.event();
		if (id != null) {
			builder.id(id.toString());
		}
		return this.stream.trySend(builder.data(event, MediaType.APPLICATION_JSON));
	}

	@Override
	void end() {
		this.stream.complete();
	}

}
