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
 * Where an application stands on its way from running to stopped. A state is never left
 * for an earlier one.
 *
 * @since 0.1.0
 */
public enum ShutdownState {

	/**
	 * No shutdown has begun.
	 */
	RUNNING,

	/**
	 * The shutdown has begun: its clock runs, no stage has.
	 */
	ANNOUNCED,

	/**
	 * Readiness is down and the application goes on serving, so that traffic can move
	 * away.
	 */
	DELAYING,

	/**
	 * New work is turned away and work in flight is waited for.
	 */
	DRAINING,

	/**
	 * The web server, background work and clients are being closed.
	 */
	CLOSING,

	/**
	 * Everything has been closed.
	 */
	COMPLETED;

	/**
	 * Return whether this state is the given one or a later one.
	 * @param other the state to compare with
	 * @return whether this state has been reached when {@code other} is asked for
	 */
	public boolean isAtLeast(ShutdownState other) {
		return compareTo(other) >= 0;
	}

	/**
	 * The state that an application is in while a stage of the given phase runs.
	 * @param phase the phase of the stage
	 * @return the state
	 */
	static ShutdownState ofPhase(int phase) {
		if (phase > ShutdownPhases.DRAIN) {
			return DELAYING;
		}
		return (phase > ShutdownPhases.WEB_SERVER_GRACEFUL_SHUTDOWN) ? DRAINING : CLOSING;
	}

}
