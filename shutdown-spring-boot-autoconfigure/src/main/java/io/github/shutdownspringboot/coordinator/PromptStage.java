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
 * A stage that needs no thread: its result tells when it is over, and {@link #run} itself
 * neither waits nor calls code of the application. It is run by the thread that stops the
 * context. To start a thread and to wait for it takes longer than a stage where nothing
 * is pending.
 *
 * @since 0.1.0
 */
@Internal
public interface PromptStage extends ShutdownStage {

	/**
	 * Return whether that is so at this moment.
	 * @return whether the stage may be run without a thread
	 */
	default boolean isPrompt() {
		return true;
	}

}
