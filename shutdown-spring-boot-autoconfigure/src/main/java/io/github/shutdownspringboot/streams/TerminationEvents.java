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

package io.github.shutdownspringboot.streams;

import java.time.Duration;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Composes what a stream is sent before it is closed: {@code retry}, and the termination
 * events in the format of the application.
 */
final class TerminationEvents {

	private static final Logger logger = LoggerFactory.getLogger(TerminationEvents.class);

	private final StreamTerminationEvents format;

	private final String message;

	private final Duration retryAfter;

	private final @Nullable Duration retry;

	private final Duration spread;

	private final DoubleSupplier random;

	/**
	 * Make one.
	 * @param format makes the events
	 * @param message what clients are told
	 * @param retryAfter when clients should come back if {@code retry} does not say so
	 * @param retry the {@code retry} of server-sent events, if it is to be sent
	 * @param spread the time over which clients should come back
	 * @param random gives numbers from 0 to 1
	 */
	TerminationEvents(StreamTerminationEvents format, String message, Duration retryAfter, @Nullable Duration retry,
			Duration spread, DoubleSupplier random) {
		this.format = format;
		this.message = message;
		this.retryAfter = retryAfter;
		this.retry = retry;
		this.spread = spread;
		this.random = random;
	}

	String getMessage() {
		return this.message;
	}

	/**
	 * Compose what an open stream is sent.
	 * @param stream the stream
	 * @return what is written at the boundary of a message
	 */
	String create(StreamDetails stream) {
		return create(stream, this.retry != null);
	}

	/**
	 * Compose what a stream is sent that comes too late: always with {@code retry}.
	 * @param stream the stream
	 * @return the whole body
	 */
	String createLate(StreamDetails stream) {
		return create(stream, true);
	}

	private String create(StreamDetails stream, boolean withRetry) {
		Duration retryAfter = jitter((this.retry != null) ? this.retry : this.retryAfter);
		boolean eventStream = (stream.kind() == StreamKind.SSE);
		StringBuilder composed = new StringBuilder();
		if (eventStream && (withRetry || stream.modelContextProtocol())) {
			composed.append("retry:").append(retryAfter.toMillis()).append("\n\n");
		}
		if (!stream.modelContextProtocol()) {
			composed.append(format(stream, retryAfter));
		}
		return composed.toString();
	}

	private Duration jitter(Duration duration) {
		return duration.plusMillis((long) (this.spread.toMillis() * this.random.getAsDouble()));
	}

	private String format(StreamDetails stream, Duration retryAfter) {
		try {
			return this.format.create(
					new StreamTerminationEvents.Stream(stream.mediaType(), stream.path(), this.message, retryAfter));
		}
		catch (Exception ex) {
			logger.warn("{} failed: a stream is closed without termination events", this.format.getClass().getName(),
					ex);
			return "";
		}
	}

}
