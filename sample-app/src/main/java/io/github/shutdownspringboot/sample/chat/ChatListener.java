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

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Turns an answer into events for a client.
 */
abstract class ChatListener implements AnswerListener {

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

	/**
	 * There is no answer.
	 */
	void onRefusal() {
		trySend(null, new ChatEvent.Failure("The question cannot be answered now"));
		trySend(null, new ChatEvent.Done("refused"));
		end();
	}

	/**
	 * Send an event.
	 * @param id the id of the event, if it has one
	 * @param event the event
	 * @return whether there is still somebody who reads
	 */
	abstract boolean trySend(@Nullable EventId id, ChatEvent event);

	/**
	 * Do what is to be done after the last event.
	 */
	abstract void end();

}
