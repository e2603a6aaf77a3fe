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
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns an answer into events for a client.
 */
abstract class ChatListener implements AnswerListener {

	private static final Logger logger = LoggerFactory.getLogger(ChatListener.class);

	@Override
	public boolean onToken(UUID answer, int position, String token) {
		return trySend(new EventId(answer, position), new ChatEvent.Token(token));
	}

	@Override
	public void onEnd(UUID answer) {
		trySend(null, new ChatEvent.Done("complete"));
		end();
	}

	@Override
	public void onFailure(UUID answer) {
		trySend(null, new ChatEvent.Failure("The answer failed"));
		trySend(null, new ChatEvent.Done("failure"));
		end();
	}

	private boolean trySend(@Nullable EventId id, ChatEvent event) {
		try {
			send(id, event);
			return true;
		}
		catch (IOException | IllegalStateException ex) {
			// The client has left, or the server is stopping and has said goodbye
			logger.debug("Nobody reads event {}", event, ex);
			return false;
		}
	}

	/**
	 * Send an event.
	 * @param id the id of the event, if it has one
	 * @param event the event
	 * @throws IOException if nobody reads it
	 */
	abstract void send(@Nullable EventId id, ChatEvent event) throws IOException;

	/**
	 * Do what is to be done after the last event.
	 */
	abstract void end();

}
