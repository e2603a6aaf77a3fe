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

package io.github.shutdownspringboot.fleet;

/**
 * What became of a request, as its client saw it.
 */
public enum RequestOutcome {

	/**
	 * It was answered.
	 */
	ANSWERED,

	/**
	 * There was no connection for it.
	 */
	REFUSED,

	/**
	 * The first one on its connection, which ended before any answer.
	 */
	RESET,

	/**
	 * One on a connection that had been used before, which ended before any answer.
	 */
	RESET_ON_REUSE,

	/**
	 * The connection ended in the middle of the answer.
	 */
	TRUNCATED,

	/**
	 * The starter refused it, or the balancer in its place.
	 */
	TURNED_AWAY,

	/**
	 * The status of the answer was another one from 400 on.
	 */
	FAILED

}
