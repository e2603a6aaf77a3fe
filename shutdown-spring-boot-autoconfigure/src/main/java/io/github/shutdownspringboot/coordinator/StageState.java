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
 * Where one stage of a shutdown stands.
 *
 * @since 0.1.0
 */
public enum StageState {

	/**
	 * The stage has not begun.
	 */
	PENDING,

	/**
	 * The stage is at work.
	 */
	RUNNING,

	/**
	 * The stage ended by itself.
	 */
	SUCCEEDED,

	/**
	 * The stage threw an exception or completed with one.
	 */
	FAILED,

	/**
	 * The stage was still at work when its time was over.
	 */
	TIMED_OUT;

	/**
	 * Return whether a stage in this state is over.
	 * @return whether no other state follows
	 */
	public boolean isTerminal() {
		return compareTo(RUNNING) > 0;
	}

}
