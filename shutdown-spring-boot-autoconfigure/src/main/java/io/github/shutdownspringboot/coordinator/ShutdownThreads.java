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

/**
 * Makes the threads of a shutdown. They are daemons: whatever hangs on one of them never
 * keeps the JVM alive. A thread that one of them makes has the shutdown id on its log
 * lines as well.
 *
 * @since 0.1.0
 */
@Internal
public final class ShutdownThreads {

	private ShutdownThreads() {
	}

	/**
	 * Make a thread.
	 * @param name its name
	 * @param task what it does
	 * @return the thread, not started
	 */
	public static Thread newThread(String name, Runnable task) {
		String shutdownId = ShutdownMdc.get();
		Thread thread = new Thread((shutdownId != null) ? () -> ShutdownMdc.with(shutdownId, task) : task, name);
		thread.setDaemon(true);
		return thread;
	}

}
