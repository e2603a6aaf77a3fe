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

package io.github.shutdownspringboot.http.servlet;

import io.github.shutdownspringboot.coordinator.Internal;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Tells HTTP/1 from later versions.
 *
 * @since 0.1.0
 */
@Internal
public final class ServletHttpVersion {

	private ServletHttpVersion() {
	}

	/**
	 * Return whether a request is HTTP/1.0 or HTTP/1.1.
	 * @param request the request, of any type
	 * @return whether it is a servlet request and HTTP/1
	 */
	public static boolean isHttp1(Object request) {
		return request instanceof HttpServletRequest servletRequest
				&& servletRequest.getProtocol().startsWith("HTTP/1.");
	}

}
