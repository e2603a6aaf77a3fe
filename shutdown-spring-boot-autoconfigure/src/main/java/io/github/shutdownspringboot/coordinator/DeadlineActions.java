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
 * What the {@link Watchdog} has done, each on a thread of its own, because any of it may
 * block.
 */
interface DeadlineActions {

	/**
	 * The deadline has passed, and the context or the process is still there.
	 */
	void deadlinePassed();

	/**
	 * The process is ended in a moment: get the closing past what holds it. Called more
	 * than once, never twice at a time.
	 * @return says what was found, which may block
	 */
	Runnable pushOn();

	/**
	 * The process is about to be ended: say what is to be said, now.
	 */
	void forced();

}
