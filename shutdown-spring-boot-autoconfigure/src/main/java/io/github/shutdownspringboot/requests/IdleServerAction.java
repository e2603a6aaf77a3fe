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

package io.github.shutdownspringboot.requests;

import java.util.concurrent.CompletionStage;

import io.github.shutdownspringboot.coordinator.Internal;

/**
 * Is called once when it has been shown that the web server has nothing left to do.
 *
 * @since 0.1.0
 */
@Internal
@FunctionalInterface
public interface IdleServerAction {

	/**
	 * The sockets are closed and no response is on its way. Called in the settle stage;
	 * must not block. An exception is logged.
	 * @return what completes when the application may go on; the stage waits for it as
	 * long as it has time
	 */
	CompletionStage<?> serverIsIdle();

}
