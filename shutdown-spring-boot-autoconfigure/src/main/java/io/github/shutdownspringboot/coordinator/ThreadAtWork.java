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

import org.jspecify.annotations.Nullable;

/**
 * The thread that is at work on something, while it is. So it is interrupted for that and
 * for nothing that it does later.
 */
final class ThreadAtWork {

	private @Nullable Thread thread;

	private boolean interrupted;

	synchronized void begin() {
		this.thread = Thread.currentThread();
	}

	synchronized void end() {
		this.thread = null;
		if (this.interrupted) {
			this.interrupted = false;
			Thread.interrupted();
		}
	}

	synchronized boolean interrupt() {
		if (this.thread == null) {
			return false;
		}
		this.interrupted = true;
		this.thread.interrupt();
		return true;
	}

	synchronized @Nullable Thread get() {
		return this.thread;
	}

}
