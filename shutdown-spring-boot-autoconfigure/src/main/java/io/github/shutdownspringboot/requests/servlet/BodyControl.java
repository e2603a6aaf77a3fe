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

import jakarta.servlet.ServletRequest;

/**
 * What a server can do about the body of a request, beyond what servlets know. A server
 * that does something by itself that is not good for a request that may be refused puts
 * one on each request.
 */
interface BodyControl {

	String REQUEST_ATTRIBUTE = BodyControl.class.getName();

	BodyControl NONE = new BodyControl() {
	};

	/**
	 * The request is going to be served, so its client may send the body.
	 */
	default void wanted() {
	}

	/**
	 * The head of the response has been sent, the content has not. The body is to be read
	 * after that.
	 */
	default void responseBegun() {
	}

	/**
	 * See to it that the listener that was set is called, on a thread of the server and
	 * also if there is nothing to read. Until then the request must not be completed from
	 * outside.
	 * @return whether it will be called; not if the server minds nothing of that
	 */
	default boolean callReader() {
		return false;
	}

	/**
	 * The server is not to read by itself what is left of the body.
	 */
	default void unwanted() {
	}

	static BodyControl of(ServletRequest request) {
		return (request.getAttribute(REQUEST_ATTRIBUTE) instanceof BodyControl control) ? control : NONE;
	}

}
