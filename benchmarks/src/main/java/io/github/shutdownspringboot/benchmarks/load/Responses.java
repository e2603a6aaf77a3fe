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

package io.github.shutdownspringboot.benchmarks.load;

import java.util.Locale;

/**
 * Knows where a response of HTTP/1.1 ends.
 */
final class Responses {

	private static final String LENGTH = "content-length:";

	private Responses() {
	}

	static boolean isComplete(String response) {
		int head = response.indexOf("\r\n\r\n");
		if (head == -1) {
			return false;
		}
		String headers = response.substring(0, head + 2).toLowerCase(Locale.ROOT);
		int length = headers.indexOf(LENGTH);
		if (length == -1) {
			return response.endsWith("\r\n0\r\n\r\n");
		}
		int from = length + LENGTH.length();
		int expected = Integer.parseInt(headers.substring(from, headers.indexOf('\r', from)).strip());
		return response.length() >= head + 4 + expected;
	}

}
