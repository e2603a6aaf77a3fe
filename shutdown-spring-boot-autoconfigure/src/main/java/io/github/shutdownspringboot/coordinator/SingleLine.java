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

package io.github.shutdownspringboot.coordinator;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Keeps what somebody else has written on one line, so that it cannot pass for lines of
 * the log: names that an application has made of what its users sent, payloads of work,
 * messages of exceptions.
 *
 * @since 0.1.0
 */
@Internal
public final class SingleLine {

	/**
	 * All that a terminal or a log viewer may take for more than a character, the C1
	 * control characters and the separators of Unicode included.
	 */
	private static final Pattern NOT_TEXT = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]+");

	private SingleLine() {
	}

	/**
	 * Put a text on one line.
	 * @param text the text
	 * @return the text with a space for what is not to be printed
	 */
	public static String of(@Nullable String text) {
		return NOT_TEXT.matcher(String.valueOf(text)).replaceAll(" ");
	}

}
