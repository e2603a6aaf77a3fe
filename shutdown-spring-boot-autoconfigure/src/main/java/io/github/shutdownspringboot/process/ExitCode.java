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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process with a code that says that the shutdown went wrong. The JVM has
 * another one in mind at that time (143 after SIGTERM), and there is one way to change
 * it: not to come back from the shutdown hook. So this is the last of Spring Boot's
 * shutdown handlers, after that of the logging system, and does nothing unless it must.
 */
final class ExitCode implements Runnable {

	private final Jvm jvm;

	private final Map<ShutdownCoordinator, Integer> failureCodes = new ConcurrentHashMap<>();

	ExitCode() {
		this(new Jvm());
	}

	ExitCode(Jvm jvm) {
		this.jvm = jvm;
	}

	/**
	 * Let the shutdown of an application decide.
	 * @param coordinator knows how it went
	 * @param failureCode the exit code if it fails
	 */
	void watch(ShutdownCoordinator coordinator, int failureCode) {
		this.failureCodes.put(coordinator, failureCode);
	}

	/**
	 * Another application starts: how the ones before it ended is history.
	 */
	void forgetCompleted() {
		this.failureCodes.keySet().removeIf((coordinator) -> coordinator.getState() == ShutdownState.COMPLETED);
	}

	@Override
	public void run() {
		this.failureCodes.entrySet()
			.stream()
			.filter((entry) -> hasFailed(entry.getKey().getReport().outcome()))
			.mapToInt(Map.Entry::getValue)
			.max()
			.ifPresent(this::exit);
	}

	private static boolean hasFailed(@Nullable ShutdownOutcome outcome) {
		return outcome == ShutdownOutcome.FAILED || outcome == ShutdownOutcome.FORCED;
	}

	private void exit(int code) {
		if (this.jvm.isExiting()) {
			this.jvm.flushLogs();
			this.jvm.halt(code);
		}
	}

	Jvm getJvm() {
		return this.jvm;
	}

}
