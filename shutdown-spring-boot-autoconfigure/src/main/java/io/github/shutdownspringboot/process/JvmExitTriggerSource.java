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

package io.github.shutdownspringboot.process;

import java.util.Set;

import io.github.shutdownspringboot.coordinator.StartupCheck;
import io.github.shutdownspringboot.coordinator.TriggerSource;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Recognises that the JVM exits without a signal that we know of: the last thread has
 * ended or somebody has called {@link System#exit(int)}. Asked last. Looks when the
 * application starts whether Spring Boot is to notice.
 */
final class JvmExitTriggerSource implements TriggerSource, StartupCheck, Ordered {

	private static final String TRIGGER = "JVM_EXIT";

	/**
	 * The thread on which Spring Boot closes application contexts when the JVM exits.
	 */
	private static final String SHUTDOWN_HOOK_THREAD = "SpringApplicationShutdownHook";

	private final boolean noticed;

	/**
	 * Create a new source.
	 * @param noticed whether Spring Boot closes application contexts when the JVM exits
	 */
	JvmExitTriggerSource(boolean noticed) {
		this.noticed = noticed;
	}

	@Override
	public @Nullable String check() {
		return this.noticed ? null
				: "'spring.main.register-shutdown-hook' is false: a signal ends the process without a shutdown, unless "
						+ "something else closes the application context. Remove it.";
	}

	@Override
	public @Nullable String getTrigger() {
		return Thread.currentThread().getName().equals(SHUTDOWN_HOOK_THREAD) ? TRIGGER : null;
	}

	@Override
	public Set<String> getPossibleTriggers() {
		return Set.of(TRIGGER);
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
