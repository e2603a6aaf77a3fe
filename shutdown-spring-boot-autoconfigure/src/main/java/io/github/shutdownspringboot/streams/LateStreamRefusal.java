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

import java.util.Locale;
import java.util.Map;

import io.github.shutdownspringboot.http.Refusal;
import io.github.shutdownspringboot.http.RefusalProvider;
import io.github.shutdownspringboot.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests for an event stream with a stream that ends at once. A browser's
 * {@code EventSource} that gets a 503 gives up for ever; this way it comes back, to
 * another instance or to the next one.
 */
final class LateStreamRefusal implements RefusalProvider {

	private static final String EVENT_STREAM = "text/event-stream";

	private final TerminationEvents events;

	LateStreamRefusal(TerminationEvents events) {
		this.events = events;
	}

	@Override
	public @Nullable Refusal getRefusal(RequestHead request) {
		if (!isForStream(request)) {
			return null;
		}
		return new Refusal(200, Map.of("Content-Type", EVENT_STREAM, "Cache-Control", "no-store"),
				this.events.createLate(StreamDetails.of(EVENT_STREAM, request)));
	}

	private static boolean isForStream(RequestHead request) {
		String accept = request.getHeader("Accept");
		if (accept == null || !request.getMethod().equals("GET")) {
			return false;
		}
		String mediaTypes = accept.toLowerCase(Locale.ROOT);
		return mediaTypes.contains(EVENT_STREAM) && !mediaTypes.contains("application/json");
	}

}
