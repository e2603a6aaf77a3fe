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

import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What comes over a WebSocket.
 */
final class SocketMessages implements WebSocket.Listener {

	private final BlockingQueue<JsonNode> queue = new LinkedBlockingQueue<>();

	private final StringBuilder text = new StringBuilder();

	private final CompletableFuture<String> close = new CompletableFuture<>();

	@Override
	public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
		this.text.append(data);
		if (last) {
			this.queue.add(JsonMapper.shared().readTree(this.text.toString()));
			this.text.setLength(0);
		}
		return WebSocket.Listener.super.onText(socket, data, last);
	}

	@Override
	public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
		this.close.complete(code + " " + reason);
		return WebSocket.Listener.super.onClose(socket, code, reason);
	}

	@Override
	public void onError(WebSocket socket, Throwable error) {
		this.close.completeExceptionally(error);
	}

	/**
	 * Wait for the next message.
	 * @return the message
	 */
	JsonNode awaitNext() throws InterruptedException {
		JsonNode next = this.queue.poll(30, TimeUnit.SECONDS);
		assertThat(next).as("a message; the socket: %s", this.close).isNotNull();
		return next;
	}

	/**
	 * Wait for the end of an answer.
	 * @return all messages up to it
	 */
	List<JsonNode> awaitAnswer() throws InterruptedException {
		List<JsonNode> answer = new ArrayList<>();
		do {
			answer.add(awaitNext());
		}
		while (!answer.get(answer.size() - 1).at("/event/type").asString().equals("done"));
		return answer;
	}

	/**
	 * Return the close frame, when it comes.
	 * @return its code and its reason
	 */
	CompletableFuture<String> closeFrame() {
		return this.close;
	}

	/**
	 * Return the messages that have come and were not waited for.
	 * @return the messages
	 */
	List<JsonNode> rest() {
		List<JsonNode> rest = new ArrayList<>();
		this.queue.drainTo(rest);
		return rest;
	}

}
