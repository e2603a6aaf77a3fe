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

import java.io.EOFException;

import org.jspecify.annotations.Nullable;

/**
 * The application writes to a stream that the shutdown has ended. To the application it
 * is as if its client had left, which is what Spring takes an {@link EOFException} for.
 */
final class StreamEndedException extends EOFException {

	StreamEndedException() {
		super("The stream was ended by the shutdown of the server");
	}

	static boolean isCauseOf(Throwable failure) {
		Throwable current = failure;
		while (current != null && !(current instanceof StreamEndedException)) {
			current = nextOf(current);
		}
		return current != null;
	}

	private static @Nullable Throwable nextOf(Throwable failure) {
		Throwable cause = failure.getCause();
		return (cause != failure) ? cause : null;
	}

}
