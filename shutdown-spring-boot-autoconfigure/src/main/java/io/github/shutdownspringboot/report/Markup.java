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

package io.github.shutdownspringboot.report;

/**
 * Makes text of others fit for HTML and SVG, in elements and in quoted attributes.
 */
final class Markup {

	private Markup() {
	}

	static String escape(String text) {
		StringBuilder escaped = new StringBuilder(text.length());
		text.codePoints().forEach((character) -> {
			switch (character) {
				case '&' -> escaped.append("&amp;");
				case '<' -> escaped.append("&lt;");
				case '>' -> escaped.append("&gt;");
				case '"' -> escaped.append("&quot;");
				case '\'' -> escaped.append("&#39;");
				default -> escaped.appendCodePoint(isAllowed(character) ? character : '\uFFFD');
			}
		});
		return escaped.toString();
	}

	/**
	 * Whether XML may hold a character at all: a browser shows no SVG that has others.
	 * @param character the character
	 * @return whether it may
	 */
	private static boolean isAllowed(int character) {
		return character == '\t' || character == '\n' || character == '\r'
				|| (character >= 0x20 && !Character.isISOControl(character)
						&& (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE)
						&& character != 0xFFFE && character != 0xFFFF);
	}

}
