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
import java.util.concurrent.CompletionStage;

/**
 * Knows whether the application is shutting down, how much time is left, and tells those
 * who want to know. There is one for each application context that uses the starter. All
 * methods may be called from any thread and never block.
 *
 * @since 0.1.0
 */
public interface ShutdownCoordinator {

	/**
	 * Return where the application stands.
	 * @return the state
	 */
	ShutdownState getState();

	/**
	 * Return the time until the deadline of the whole shutdown.
	 * @return the time left, never negative; before a shutdown the whole of it
	 */
	Duration getRemaining();

	/**
	 * Return what is known of the shutdown; before it, the plan.
	 * @return the report
	 */
	ShutdownReport getReport();

	/**
	 * Register a callback for the moment the drain begins: the state becomes
	 * {@link ShutdownState#DRAINING} or, in an application with nothing to drain, a later
	 * one. A callback that is registered after that is called soon. Callbacks are called
	 * once, on a thread that all of them and the {@link ShutdownListener listeners}
	 * share, or on the caller's when the shutdown is over; an exception is logged and
	 * changes nothing.
	 * @param callback what to call
	 * @return a handle that takes the callback back
	 */
	Registration onShutdown(Runnable callback);

	/**
	 * Return what completes when the drain begins, as {@link #onShutdown(Runnable)} has
	 * it. It never completes exceptionally, and completing it oneself changes nothing for
	 * others.
	 * @return a stage that completes with {@code null}
	 */
	CompletionStage<Void> onShutdown();

	/**
	 * Takes a callback back.
	 */
	@FunctionalInterface
	interface Registration {

		/**
		 * Do not call the callback any more. Does nothing if it was called already.
		 */
		void unregister();

	}

}
