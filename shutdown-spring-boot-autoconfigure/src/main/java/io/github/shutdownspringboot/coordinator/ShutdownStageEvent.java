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

import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;

/**
 * Event published when a stage of the shutdown begins, and once more when it is over: the
 * state of the stage tells the one from the other. Beans are not destroyed before the
 * last stage is over; executors take no more tasks from the work stage on.
 *
 * @since 0.1.0
 * @see ShutdownStartedEvent
 */
@SuppressWarnings("serial")
public class ShutdownStageEvent extends ApplicationContextEvent {

	private final ShutdownReport.Stage stage;

	/**
	 * Create an event.
	 * @param context the context that closes
	 * @param stage the stage
	 */
	public ShutdownStageEvent(ApplicationContext context, ShutdownReport.Stage stage) {
		super(context);
		this.stage = stage;
	}

	/**
	 * Return the stage, as it was when the event was published.
	 * @return the stage
	 */
	public ShutdownReport.Stage getStage() {
		return this.stage;
	}

}
