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

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Server-sent events for a client that may leave, or be told goodbye, at any time.
 */
public final class EventStream {

	private static final Logger logger = LoggerFactory.getLogger(EventStream.class);

	private static final long NO_TIMEOUT = 0;

	private final SseEmitter emitter = new SseEmitter(NO_TIMEOUT);

	/**
	 * Open a stream. Its first bytes are sent when a controller has returned the emitter,
	 * by the thread of the request and before all events. That thread may add to the head
	 * while it leaves the filters, as that of Spring Session does; it must not do so
	 * while another one sends the head.
	 */
	public EventStream() {
		trySend(SseEmitter.event().comment(""));
	}

	/**
	 * Return what a controller returns.
	 * @return the emitter
	 */
	public SseEmitter getEmitter() {
		return this.emitter;
	}

	/**
	 * Send an event.
	 * @param event the event
	 * @return whether there is still somebody who reads
	 */
	public boolean trySend(SseEmitter.SseEventBuilder event) {
		try {
			this.emitter.send(event);
			return true;
		}
		catch (IOException ex) {
			// The container knows, and ends the request
			logger.debug("The client has left, or the server is stopping and has said goodbye", ex);
		}
		catch (IllegalStateException ex) {
			// The request has ended, or nobody else would end it
			logger.debug("The stream has ended, or fails", ex);
			this.emitter.completeWithError(ex);
		}
		return false;
	}

	/**
	 * End the stream.
	 */
	public void complete() {
		this.emitter.complete();
	}

}
