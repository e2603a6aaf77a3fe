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

package io.github.shutdownspringboot.requests.reactive;

import io.github.shutdownspringboot.http.RequestHead;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * {@link RequestHead} of a reactive request.
 *
 * @param request the request, as the server made it
 * @param basePath what the path of each request of the application begins with
 */
record ReactiveRequestHead(ServerHttpRequest request, String basePath) implements RequestHead {

	@Override
	public String getMethod() {
		return this.request.getMethod().name();
	}

	@Override
	public String getPath() {
		String path = this.request.getURI().getPath();
		return path.startsWith(this.basePath) ? path.substring(this.basePath.length()) : path;
	}

	@Override
	public @Nullable String getHeader(String name) {
		return this.request.getHeaders().getFirst(name);
	}

}
