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

package io.github.shutdownspringboot.streams.servlet;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Lets a native image come to the connections of Tomcat.
 */
final class TomcatHints implements RuntimeHintsRegistrar {

	private static final List<String> FIELDS = List.of("org.apache.catalina.connector.RequestFacade",
			"org.apache.coyote.Request", "org.apache.coyote.AbstractProcessor",
			"org.apache.coyote.http2.StreamProcessor");

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		FIELDS.forEach((name) -> hints.reflection()
			.registerTypeIfPresent(classLoader, name, MemberCategory.ACCESS_DECLARED_FIELDS));
		hints.reflection()
			.registerTypeIfPresent(classLoader, "org.apache.coyote.http2.Stream",
					MemberCategory.INVOKE_DECLARED_METHODS);
	}

}
