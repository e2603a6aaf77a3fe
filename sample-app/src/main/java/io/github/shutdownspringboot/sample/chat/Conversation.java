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

import jakarta.servlet.http.HttpSession;

/**
 * The conversation that a session has. It is known by an id of its own, because the id of
 * the session is a secret.
 */
final class Conversation {

	private static final String ATTRIBUTE = "conversation";

	private Conversation() {
	}

	static String of(HttpSession session) {
		String conversation = (String) session.getAttribute(ATTRIBUTE);
		if (conversation == null) {
			conversation = UUID.randomUUID().toString();
			session.setAttribute(ATTRIBUTE, conversation);
		}
		return conversation;
	}

}
