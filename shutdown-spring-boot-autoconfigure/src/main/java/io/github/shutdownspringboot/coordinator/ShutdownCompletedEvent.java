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
 * Event published when the shutdown of an application context is over. Its beans are
 * destroyed by then, the listener among them, unless the deadline has passed; what the
 * listener does has to do without them. A lazy bean that does not exist yet does not hear
 * of it.
 *
 * @since 0.1.0
 * @see ShutdownStartedEvent
 */
@SuppressWarnings("serial")
public class ShutdownCompletedEvent extends ApplicationContextEvent {

	private final ShutdownReport report;

	/**
	 * Create an event.
	 * @param context the context that was closed
	 * @param report the whole of the shutdown
	 */
	public ShutdownCompletedEvent(ApplicationContext context, ShutdownReport report) {
		super(context);
		this.report = report;
	}

	/**
	 * Return how the shutdown went.
	 * @return the report
	 */
	public ShutdownReport getReport() {
		return this.report;
	}

}
