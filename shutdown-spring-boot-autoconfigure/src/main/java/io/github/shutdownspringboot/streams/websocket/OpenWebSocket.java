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

package io.github.shutdownspringboot.streams.websocket;

import java.io.IOException;
import java.util.Objects;

import io.github.shutdownspringboot.coordinator.Internal;
import io.github.shutdownspringboot.streams.EndableStream;
import io.github.shutdownspringboot.streams.OpenStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session that is open: it ends with a close frame, and is over when the client has
 * answered it, or when there is no more time for that.
 *
 * @since 0.1.0
 */
@Internal
public final class OpenWebSocket implements EndableStream {

	private static final Logger logger = LoggerFactory.getLogger(OpenWebSocket.class);

	private final CloseFrame frame;

	private final WebSocketConnection connection;

	private @Nullable OpenStream stream;

	private volatile boolean ending;

	OpenWebSocket(CloseFrame frame, WebSocketConnection connection) {
		this.frame = frame;
		this.connection = connection;
	}

	/**
	 * It is counted; called before anything else.
	 * @param stream is to be told how it ends
	 */
	void countedAs(OpenStream stream) {
		this.stream = stream;
	}

	@Override
	public void requestEnd() {
		this.ending = true;
		// First, for the client may answer before the next line
		getStream().terminated();
		try {
			this.connection.close(this.frame);
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("A session could not be told goodbye", ex);
			getStream().abandoned();
			cutConnection();
		}
	}

	@Override
	public void cut() {
		getStream().cut();
		cutConnection();
	}

	private void cutConnection() {
		try {
			this.connection.cut();
		}
		finally {
			closed();
		}
	}

	/**
	 * Return whether the shutdown has begun to end it.
	 * @return whether it has
	 */
	public boolean isEnding() {
		return this.ending;
	}

	/**
	 * It is over.
	 */
	public void closed() {
		getStream().closed();
	}

	private OpenStream getStream() {
		return Objects.requireNonNull(this.stream);
	}

}
