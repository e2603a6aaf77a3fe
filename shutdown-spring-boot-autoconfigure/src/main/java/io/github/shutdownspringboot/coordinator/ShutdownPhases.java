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

import org.springframework.context.SmartLifecycle;

/**
 * The lifecycle phases in which the stages of the starter run, from the first to be
 * stopped to the last.
 *
 * @since 0.1.0
 */
@Internal
public final class ShutdownPhases {

	/**
	 * Traffic moves away while requests are still served.
	 */
	public static final int READINESS = SmartLifecycle.DEFAULT_PHASE - 256;

	/**
	 * Requests and streams end, at the same time.
	 */
	public static final int DRAIN = SmartLifecycle.DEFAULT_PHASE - 512;

	/**
	 * Spring Boot closes the sockets of the web server, as
	 * {@code WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE} has it. The number
	 * stands here again because an application need not have a web server.
	 */
	public static final int WEB_SERVER_GRACEFUL_SHUTDOWN = SmartLifecycle.DEFAULT_PHASE - 1024;

	/**
	 * What slipped in between the end of the drain and the close of the sockets ends.
	 */
	public static final int SETTLE = SmartLifecycle.DEFAULT_PHASE - 1280;

	/**
	 * Background work ends, at the same time as the executors of Spring. This is where
	 * they are, as {@code ExecutorConfigurationSupport.DEFAULT_PHASE} has it.
	 */
	public static final int WORK = Integer.MAX_VALUE / 2;

	/**
	 * Clients are closed, unless the configuration names another phase: after the tasks
	 * that use them, before connection factories.
	 */
	public static final int CLIENTS = WORK - 1024;

	/**
	 * Meter registries are closed: the last stage.
	 */
	public static final int METRICS = Integer.MIN_VALUE + 1024;

	/**
	 * Listeners hear of the last stage before the beans that they need are destroyed.
	 */
	static final int LISTENERS = Integer.MIN_VALUE + 512;

	private ShutdownPhases() {
	}

}
