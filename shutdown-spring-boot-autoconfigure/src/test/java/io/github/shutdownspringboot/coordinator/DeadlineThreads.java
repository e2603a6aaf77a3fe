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

import java.time.Duration;
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Waits after each test until the threads that act on a deadline have ended. What they
 * log would otherwise be in the output of the next test.
 */
final class DeadlineThreads implements AfterEachCallback {

	private static final Set<String> NAMES = Set.of("shutdown-deadline", "shutdown-end", "shutdown-end-flush");

	@Override
	public void afterEach(ExtensionContext context) {
		awaitEnd();
	}

	static void awaitEnd() {
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.until(() -> Thread.getAllStackTraces().keySet().stream().map(Thread::getName).noneMatch(NAMES::contains));
	}

}
