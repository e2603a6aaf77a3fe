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

import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;
import org.springframework.util.Assert;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.ConcurrentWebSocketSessionDecorator;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/**
 * Chats over a WebSocket: each message is a question, or asks for the rest of an answer,
 * and the events of its answer come back as a message each.
 */
@Component
class ChatSocketHandler extends TextWebSocketHandler {

	private static final Logger logger = LoggerFactory.getLogger(ChatSocketHandler.class);

	/**
	 * What lets only one answer at a time write to a session.
	 */
	private static final String CONCURRENT_SESSION = ConcurrentWebSocketSessionDecorator.class.getName();

	private static final int SEND_TIME_LIMIT = 10_000;

	private static final int BUFFER_SIZE_LIMIT = 64 * 1024;

	private final AnswerProcessor processor;

	private final JsonMapper json;

	ChatSocketHandler(AnswerProcessor processor, JsonMapper json) {
		this.processor = processor;
		this.json = json;
	}

	@Override
	public void afterConnectionEstablished(WebSocketSession session) {
		session.getAttributes()
			.put(CONCURRENT_SESSION,
					new ConcurrentWebSocketSessionDecorator(session, SEND_TIME_LIMIT, BUFFER_SIZE_LIMIT));
	}

	@Override
	protected void handleTextMessage(WebSocketSession session, TextMessage message) {
		Question question = this.json.readValue(message.getPayload(), Question.class);
		WebSocketSession concurrent = (WebSocketSession) session.getAttributes().get(CONCURRENT_SESSION);
		Assert.state(concurrent != null, "The connection is not established");
		ChatListener listener = new SocketListener(concurrent);
		try {
			answer(question, session.getId(), listener);
		}
		catch (IllegalArgumentException | RejectedExecutionException ex) {
			// Other answers may be on their way over the same socket, which stays open
			logger.debug("A question is not answered", ex);
			listener.onRefusal();
		}
	}

	private void answer(Question question, String conversation, AnswerListener listener) {
		if (question.lastEventId() != null) {
			EventId last = EventId.valueOf(question.lastEventId());
			this.processor.tell(last.answer(), last.position(), listener);
		}
		else {
			this.processor.ask(conversation, question.message(), listener);
		}
	}

	/**
	 * What a client sends.
	 *
	 * @param message the question; none if it asks for the rest of an answer
	 * @param lastEventId the id of the last event that the client has, if it comes back
	 */
	record Question(@Nullable String message, @Nullable String lastEventId) {

	}

	/**
	 * What a client gets.
	 *
	 * @param id the id of the event, if it has one
	 * @param event the event
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Message(@Nullable String id, ChatEvent event) {

	}

	/**
	 * Sends an answer as messages.
	 */
	private final class SocketListener extends ChatListener {

		private final WebSocketSession session;

		SocketListener(WebSocketSession session) {
			this.session = session;
		}

		@Override
		boolean trySend(@Nullable EventId id, ChatEvent event) {
			Message message = new Message((id != null) ? id.toString() : null, event);
			try {
				this.session.sendMessage(new TextMessage(ChatSocketHandler.this.json.writeValueAsString(message)));
				return true;
			}
			catch (IOException | IllegalStateException ex) {
				logger.debug("The client has left, or the server is stopping and has said goodbye", ex);
				return false;
			}
		}

		@Override
		void end() {
			// The socket stays open for the next question
		}

	}

}
