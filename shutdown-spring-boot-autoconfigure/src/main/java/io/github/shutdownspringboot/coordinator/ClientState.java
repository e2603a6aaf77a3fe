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
 * Where one client of the application stands.
 *
 * @since 0.1.0
 */
public enum ClientState {

	/**
	 * It has not been closed yet.
	 */
	PENDING,

	/**
	 * It is being closed.
	 */
	CLOSING,

	/**
	 * It was closed.
	 */
	CLOSED,

	/**
	 * Closing it threw something.
	 */
	FAILED,

	/**
	 * It was still being closed when its time was over. It is not waited for any more.
	 */
	TIMED_OUT,

	/**
	 * There was nothing to close, or no time left to close it.
	 */
	SKIPPED;

	/**
	 * Return whether a client in this state is over.
	 * @return whether no other state follows
	 */
	public boolean isTerminal() {
		return compareTo(CLOSING) > 0;
	}

	/**
	 * Return whether a client in this state makes the shutdown a failed one.
	 * @return whether it failed or ran out of time
	 */
	public boolean isFailure() {
		return this == FAILED || this == TIMED_OUT;
	}

}
