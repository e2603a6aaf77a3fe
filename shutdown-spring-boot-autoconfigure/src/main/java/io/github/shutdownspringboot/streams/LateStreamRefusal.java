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
import io.github.shutdownspringboot.http.RetryAfter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests for an event stream with a stream that ends at once. A browser's
 * {@code EventSource} that gets a 503 gives up for ever; this way it comes back, to
 * another instance or to the next one.
 */
final class LateStreamRefusal implements RefusalProvider {

	private final Refusal refusal;

	LateStreamRefusal(TerminationEvents events, RetryAfter retryAfter) {
		this.refusal = new Refusal(200, Map.of("Content-Type", "text/event-stream", "Cache-Control", "no-store"),
				"retry:%d\n\n%s".formatted(retryAfter.duration().toMillis(), events));
	}

	@Override
	public @Nullable Refusal getRefusal(RequestHead request) {
		String accept = request.getHeader("Accept");
		if (accept == null || !request.getMethod().equals("GET")) {
			return null;
		}
		String mediaTypes = accept.toLowerCase(Locale.ROOT);
		return (mediaTypes.contains("text/event-stream") && !mediaTypes.contains("application/json")) ? this.refusal
				: null;
	}

}
