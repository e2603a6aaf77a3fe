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
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

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

	private final IntConsumer halt;

	private final BooleanSupplier jvmIsExiting;

	private final Map<ShutdownCoordinator, Integer> failureCodes = new ConcurrentHashMap<>();

	ExitCode() {
		this(Runtime.getRuntime()::halt, ExitCode::isJvmExiting);
	}

	ExitCode(IntConsumer halt, BooleanSupplier jvmIsExiting) {
		this.halt = halt;
		this.jvmIsExiting = jvmIsExiting;
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
		if (this.jvmIsExiting.getAsBoolean()) {
			System.out.flush();
			System.err.flush();
			this.halt.accept(code);
		}
	}

	/**
	 * Ask in the only way there is: a JVM that is exiting takes no more hooks.
	 * @return whether it is
	 */
	private static boolean isJvmExiting() {
		Thread hook = new Thread();
		try {
			Runtime.getRuntime().addShutdownHook(hook);
			Runtime.getRuntime().removeShutdownHook(hook);
			return false;
		}
		catch (IllegalStateException ex) {
			return true;
		}
	}

}
