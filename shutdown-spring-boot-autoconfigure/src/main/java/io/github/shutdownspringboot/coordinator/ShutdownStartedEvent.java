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
 * Event published when the shutdown of an application context has begun. As all events of
 * the shutdown it is published on the thread of the {@link ShutdownListener listeners},
 * which the shutdown does not wait for. Parent contexts hear of it as well.
 *
 * @since 0.1.0
 */
@SuppressWarnings("serial")
public class ShutdownStartedEvent extends ApplicationContextEvent {

	private final ShutdownReport report;

	/**
	 * Create an event.
	 * @param context the context that closes
	 * @param report what is known of the shutdown
	 */
	public ShutdownStartedEvent(ApplicationContext context, ShutdownReport report) {
		super(context);
		this.report = report;
	}

	/**
	 * Return what was known of the shutdown when it began.
	 * @return the report
	 */
	public ShutdownReport getReport() {
		return this.report;
	}

}
