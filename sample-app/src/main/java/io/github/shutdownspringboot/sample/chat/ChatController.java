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

import java.util.List;
import java.util.UUID;

import io.github.shutdownspringboot.sample.knowledge.Answer;
import io.github.shutdownspringboot.sample.knowledge.AnswerStore;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Controller that streams answers as server-sent events. A client that lost its stream
 * asks again with the id of the last event that it got, and is told the rest.
 */
@RestController
class ChatController {

	private static final String LAST_EVENT_ID = "Last-Event-ID";

	private final AnswerProcessor processor;

	private final AnswerStore store;

	ChatController(AnswerProcessor processor, AnswerStore store) {
		this.processor = processor;
		this.store = store;
	}

	@PostMapping(path = "/api/chat", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter post(@RequestBody ChatRequest request,
			@RequestHeader(name = LAST_EVENT_ID, required = false) @Nullable EventId last, HttpSession session) {
		return answer(request.message(), last, session);
	}

	/**
	 * The same for a browser's {@code EventSource}, which can only GET, and sends the
	 * header only when it comes back by itself.
	 * @param message the question
	 * @param last the last event that the client has, if it comes back
	 * @param lastEventId the last event that a page had before it was loaded again
	 * @param session the session
	 * @return the answer
	 */
	@GetMapping(path = "/api/chat", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter get(@RequestParam String message,
			@RequestHeader(name = LAST_EVENT_ID, required = false) @Nullable EventId last,
			@RequestParam(required = false) @Nullable EventId lastEventId, HttpSession session) {
		return answer(message, (last != null) ? last : lastEventId, session);
	}

	private SseEmitter answer(@Nullable String message, @Nullable EventId last, HttpSession session) {
		EventStream stream = new EventStream();
		if (last != null) {
			continueAnswer(last, new SseListener(stream));
		}
		else {
			this.processor.ask(Conversation.of(session), message, new SseListener(stream));
		}
		return stream.getEmitter();
	}

	private void continueAnswer(EventId last, AnswerListener listener) {
		if (this.store.find(last.answer()).isEmpty()) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such answer");
		}
		this.processor.tell(last.answer(), last.position(), listener);
	}

	/**
	 * Return what has been said in the conversation of the session, for a page that is
	 * loaded again.
	 * @param session the session
	 * @return the answers, oldest first
	 */
	@GetMapping("/api/conversation")
	List<Exchange> conversation(HttpSession session) {
		return this.store.findAll(Conversation.of(session)).stream().map(Exchange::of).toList();
	}

	/**
	 * A question and its answer.
	 *
	 * @param id the id of the answer
	 * @param question the question
	 * @param answer the answer, as far as there is one
	 * @param tokens how many tokens that has
	 * @param complete whether it is at its end
	 */
	record Exchange(UUID id, String question, String answer, int tokens, boolean complete) {

		static Exchange of(Answer answer) {
			return new Exchange(answer.id(), answer.question(), answer.text(), answer.tokens().size(),
					answer.complete());
		}

	}

}
