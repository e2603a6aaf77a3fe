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

import org.springframework.util.Assert;

/**
 * The id of an event: which answer it belongs to, and how many tokens of that a client
 * has with it. A browser sends it back as {@code Last-Event-ID}.
 *
 * @param answer the id of the answer
 * @param position the number of tokens
 */
record EventId(UUID answer, int position) {

	EventId {
		Assert.isTrue(position >= 0, "'position' must not be negative");
	}

	/**
	 * Parse an id. Spring finds this method when a controller wants an id.
	 * @param value what a client sent
	 * @return the id
	 */
	public static EventId valueOf(String value) {
		String[] parts = value.split(":", 2);
		return new EventId(UUID.fromString(parts[0]), (parts.length == 2) ? Integer.parseInt(parts[1]) : 0);
	}

	@Override
	public String toString() {
		return this.answer + ":" + this.position;
	}

}
