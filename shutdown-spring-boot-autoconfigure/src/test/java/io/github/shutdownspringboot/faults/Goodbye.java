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

package io.github.shutdownspringboot.faults;

import org.jspecify.annotations.Nullable;

/**
 * How streams end, in the words of the table.
 */
final class Goodbye {

	private static final String ERROR = """
			{"type":"error","error":"Server shutdown in progress","code":"server_shutdown","retryAfter":1000}""";

	private static final String DONE = """
			{"type":"done","reason":"shutdown"}""";

	private static final String EVENTS = "data:" + ERROR + "\n\ndata:" + DONE + "\n\n";

	private Goodbye() {
	}

	static @Nullable String ofEvents(Response response) {
		String text = response.text();
		if (text.equals("retry:1000\n\n" + EVENTS)) {
			return "retry, error, done";
		}
		return (response.status() == 200 && (text.equals(EVENTS) || text.endsWith("\n\n" + EVENTS))) ? "error, done"
				: null;
	}

	static @Nullable String ofLines(Response response) {
		String lines = ERROR + "\n" + DONE + "\n";
		String text = response.text();
		return (response.status() == 200 && (text.equals(lines) || text.endsWith("}\n" + lines))) ? "error, done"
				: null;
	}

}
