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

import io.github.shutdownspringboot.http.servlet.TrackedRequest;
import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request and its response as the server has them, beyond what servlets know: it tells
 * the real end of the response, when its last byte has been handed to the operating
 * system, and what can be done about the body of the request. A server that is asked for
 * that puts one on each request, whether it will be tracked or not.
 */
class ServletExchange extends TrackedRequest {

	/**
	 * The request is going to be served, so its client may send the body.
	 */
	void wanted() {
	}

	/**
	 * The head of the response has been sent, the content has not. The body is to be read
	 * after that.
	 */
	void responseBegun() {
	}

	/**
	 * See to it that the listener that was set is called, on a thread of the server and
	 * also if there is nothing to read. Until then the request must not be completed from
	 * outside.
	 * @return whether it will be called; not if the server minds nothing of that
	 */
	boolean callReader() {
		return false;
	}

	/**
	 * The server is not to read by itself what is left of the body.
	 */
	void unwanted() {
	}

	/**
	 * The response has ended.
	 */
	void complete() {
		if (isTracked()) {
			getInFlight().end();
		}
	}

	static @Nullable ServletExchange find(ServletRequest request) {
		return (request.getAttribute(REQUEST_ATTRIBUTE) instanceof ServletExchange exchange) ? exchange : null;
	}

}
