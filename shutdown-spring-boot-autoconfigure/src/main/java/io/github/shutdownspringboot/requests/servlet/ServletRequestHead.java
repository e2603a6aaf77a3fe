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

import io.github.shutdownspringboot.http.RequestHead;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * {@link RequestHead} of a servlet request.
 *
 * @param request the request
 */
record ServletRequestHead(HttpServletRequest request) implements RequestHead {

	@Override
	public String getMethod() {
		return this.request.getMethod();
	}

	@Override
	public String getPath() {
		// Decoded and normalised by the container, without the context path
		String pathInfo = this.request.getPathInfo();
		String servletPath = this.request.getServletPath();
		return (pathInfo != null) ? servletPath + pathInfo : servletPath;
	}

	@Override
	public @Nullable String getHeader(String name) {
		return this.request.getHeader(name);
	}

}
