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

package io.github.shutdownspringboot.streams;

/**
 * The boundaries of a stream with one message a line, as
 * <a href="https://github.com/ndjson/ndjson-spec">NDJSON</a> has it.
 */
final class LineBoundary implements MessageBoundary {

	private boolean atBoundary = true;

	@Override
	public void accept(byte[] bytes, int offset, int length) {
		if (length > 0) {
			this.atBoundary = (bytes[offset + length - 1] == '\n');
		}
	}

	@Override
	public boolean isAtBoundary() {
		return this.atBoundary;
	}

	@Override
	public String endOfTornMessage() {
		return "\n";
	}

}
