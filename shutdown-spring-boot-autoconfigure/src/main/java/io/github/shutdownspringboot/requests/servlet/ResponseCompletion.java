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

package io.github.shutdownspringboot.requests.servlet;

import java.util.concurrent.atomic.AtomicReference;

import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Tells the real end of a response, when its last byte has been handed to the operating
 * system. Servlets know nothing of it: the server puts one on each request, and completes
 * it.
 */
final class ResponseCompletion {

	static final String REQUEST_ATTRIBUTE = ResponseCompletion.class.getName();

	private final AtomicReference<@Nullable Runnable> action = new AtomicReference<>();

	void whenComplete(Runnable action) {
		this.action.set(action);
	}

	void complete() {
		Runnable action = this.action.getAndSet(null);
		if (action != null) {
			action.run();
		}
	}

	static @Nullable ResponseCompletion of(ServletRequest request) {
		return (ResponseCompletion) request.getAttribute(REQUEST_ATTRIBUTE);
	}

}
