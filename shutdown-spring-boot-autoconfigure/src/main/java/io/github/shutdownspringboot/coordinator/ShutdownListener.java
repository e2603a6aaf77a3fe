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
 * Is told what happens during the shutdown of the application context that it is a bean
 * of. Each is called on one thread that all listeners share, in the order in which things
 * happened. The shutdown waits for them twice and for no more than a second: before beans
 * are destroyed, and at its end. An exception is logged once at WARN and changes nothing.
 * <p>
 * Those that have an order hear of each thing in that order, and before the events of the
 * application context. The same is published as application events:
 * {@link ShutdownStartedEvent}, {@link ShutdownStageEvent} and
 * {@link ShutdownCompletedEvent}.
 *
 * @since 0.1.0
 */
public interface ShutdownListener {

	/**
	 * The shutdown has begun.
	 * @param report what is known of it
	 */
	default void shutdownStarted(ShutdownReport report) {
	}

	/**
	 * A stage has begun.
	 * @param stage the stage
	 */
	default void stageStarted(ShutdownReport.Stage stage) {
	}

	/**
	 * A stage is over, whatever its end.
	 * @param stage the stage
	 */
	default void stageCompleted(ShutdownReport.Stage stage) {
	}

	/**
	 * The shutdown is over. The beans of the application may be destroyed already.
	 * @param report the whole of it
	 */
	default void shutdownCompleted(ShutdownReport report) {
	}

}
