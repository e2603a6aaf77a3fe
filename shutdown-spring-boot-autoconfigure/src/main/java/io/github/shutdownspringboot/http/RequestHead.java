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

import io.github.shutdownspringboot.coordinator.Internal;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request before anything was done for it.
 *
 * @since 0.1.0
 */
@Internal
public interface RequestHead {

	/**
	 * Return the method.
	 * @return the method, in upper case
	 */
	String getMethod();

	/**
	 * Return the path within the application, without the query.
	 * @return the path, beginning with a slash
	 */
	String getPath();

	/**
	 * Return the value of a header.
	 * @param name the name of the header
	 * @return its first value, {@code null} if there is none
	 */
	@Nullable String getHeader(String name);

}
