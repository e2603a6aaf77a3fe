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

import java.util.function.Consumer;

import org.springframework.context.SmartLifecycle;

/**
 * Puts a stage, or what comes after the last one, into its lifecycle phase. Stopping it
 * does that only when the context really closes: a mere {@code stop()} of the context, a
 * pause between tests or a checkpoint is answered at once, and the stage stays ready for
 * the close to come.
 */
final class StageLifecycle implements SmartLifecycle {

	private final int phase;

	private final Consumer<Runnable> whenStopped;

	private volatile boolean running;

	/**
	 * Make a lifecycle bean.
	 * @param phase the phase
	 * @param whenStopped what to do with the callback of the lifecycle processor; must
	 * not wait, and calls it at once if the context is not closing
	 */
	StageLifecycle(int phase, Consumer<Runnable> whenStopped) {
		this.phase = phase;
		this.whenStopped = whenStopped;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		// The lifecycle processor calls stop(Runnable); anybody else has no business here
	}

	@Override
	public void stop(Runnable callback) {
		this.whenStopped.accept(callback);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return this.phase;
	}

}
