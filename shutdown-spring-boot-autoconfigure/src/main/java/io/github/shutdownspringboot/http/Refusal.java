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

package io.github.shutdownspringboot.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import io.github.shutdownspringboot.coordinator.Internal;

/**
 * The response to a request that comes while draining.
 *
 * @param status the status
 * @param headers the headers
 * @param body the body
 * @since 0.1.0
 */
@Internal
public record Refusal(int status, Map<String, String> headers, String body) {

	private static final String PROBLEM = """
			{"type":"about:blank","title":"Service Unavailable","status":503,"detail":"Server shutdown in progress"}""";

	public Refusal {
		headers = Map.copyOf(headers);
	}

	/**
	 * The refusal of a request that nothing better is known for: 503, when to try again,
	 * and a problem as <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a> has
	 * it.
	 * @param retryAfter when to try again; told in whole seconds, rounded up
	 * @return the refusal
	 */
	public static Refusal serviceUnavailable(Duration retryAfter) {
		long seconds = retryAfter.plusMillis(999).toSeconds();
		return new Refusal(503,
				Map.of("Content-Type", "application/problem+json", "Retry-After", Long.toString(seconds)), PROBLEM);
	}

	/**
	 * Return the body as it is sent.
	 * @return the body in UTF-8
	 */
	public byte[] bodyBytes() {
		return this.body.getBytes(StandardCharsets.UTF_8);
	}

}
