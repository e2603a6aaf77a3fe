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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The top of the stack of a thread: what it waits for, and the code that made it.
 */
final class ThreadStack {

	private static final List<String> PLATFORM = List.of("java.", "jdk.", "sun.", "com.sun.");

	/**
	 * How much is shown below the last line that belongs to the JDK.
	 */
	private static final int LINES = 10;

	private static final int MAX_LINES = 40;

	private ThreadStack() {
	}

	static List<String> of(Thread thread) {
		return describe(thread.getStackTrace());
	}

	static List<String> describe(StackTraceElement[] stack) {
		List<String> lines = new ArrayList<>();
		int left = LINES;
		for (StackTraceElement frame : stack) {
			if (left == 0 || lines.size() == MAX_LINES) {
				break;
			}
			if (left < LINES || !isPlatform(frame)) {
				left--;
			}
			lines.add(describe(frame));
		}
		return lines;
	}

	private static boolean isPlatform(StackTraceElement frame) {
		return PLATFORM.stream().anyMatch(frame.getClassName()::startsWith);
	}

	private static String describe(StackTraceElement frame) {
		// Without the name of the class loader
		return new StackTraceElement(frame.getClassName(), frame.getMethodName(), frame.getFileName(),
				frame.getLineNumber())
			.toString();
	}

	static boolean isIn(StackTraceElement[] stack, Class<?> type) {
		return Arrays.stream(stack).anyMatch((frame) -> frame.getClassName().equals(type.getName()));
	}

}
