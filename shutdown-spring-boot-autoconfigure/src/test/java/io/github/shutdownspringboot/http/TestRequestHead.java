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

import org.jspecify.annotations.Nullable;

/**
 * {@link RequestHead} of a test.
 *
 * @param method the method
 * @param path the path
 * @param accept the value of the header {@code Accept}
 */
public record TestRequestHead(String method, String path, @Nullable String accept) implements RequestHead {

	public static TestRequestHead get(String path) {
		return new TestRequestHead("GET", path, null);
	}

	@Override
	public String getMethod() {
		return this.method;
	}

	@Override
	public String getPath() {
		return this.path;
	}

	@Override
	public @Nullable String getHeader(String name) {
		return name.equals("Accept") ? this.accept : null;
	}

}
