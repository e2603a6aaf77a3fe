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

package io.github.shutdownspringboot.requests;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.shutdownspringboot.coordinator.PromptStage;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownPhases;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.StartupCheck;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits a moment, after Spring Boot has closed the sockets, for requests that came
 * between the end of the drain and that close, and then for the server to come to rest.
 * Those that have been waited for in vain before are not waited for again, so running out
 * of this moment is no failure. Looks when the application starts whether the sockets are
 * to be closed in this way.
 */
final class SettleStage implements PromptStage, StartupCheck {

	private static final Logger logger = LoggerFactory.getLogger(SettleStage.class);

	private static final Duration MOMENT = Duration.ofMillis(100);

	private final RequestGate gate;

	private final ShutdownCoordinator coordinator;

	private final List<IdleServerAction> idleActions;

	private final boolean graceful;

	/**
	 * Create a new stage.
	 * @param gate knows of requests
	 * @param coordinator knows of the stages before this one
	 * @param idleActions what is to be done when the server is idle
	 * @param graceful whether the server closes its sockets before it is stopped
	 */
	SettleStage(RequestGate gate, ShutdownCoordinator coordinator, List<IdleServerAction> idleActions,
			boolean graceful) {
		this.gate = gate;
		this.coordinator = coordinator;
		this.idleActions = idleActions;
		this.graceful = graceful;
	}

	@Override
	public @Nullable String check() {
		return this.graceful ? null
				: "'server.shutdown' is immediate: requests that come between the end of the drain and the moment "
						+ "the web server closes its sockets are cut. Remove it; graceful is the default.";
	}

	@Override
	public String getName() {
		return "settle";
	}

	@Override
	public int getPhase() {
		return ShutdownPhases.SETTLE;
	}

	@Override
	public Duration getTimeout() {
		return MOMENT;
	}

	@Override
	public boolean isTimeBoxed() {
		return true;
	}

	/**
	 * Whether the server is idle is asked of other stages, which may be the
	 * application's.
	 */
	@Override
	public boolean isPrompt() {
		return this.idleActions.isEmpty();
	}

	@Override
	public CompletionStage<?> run(Duration budget) {
		CompletionStage<?> settled = this.gate.settle();
		return this.idleActions.isEmpty() ? settled : settled.thenCompose((ignored) -> tellIfIdle());
	}

	private CompletionStage<?> tellIfIdle() {
		return isDrained()
				? CompletableFuture
					.allOf(this.idleActions.stream().map(SettleStage::call).toArray(CompletableFuture<?>[]::new))
				: CompletableFuture.completedFuture(null);
	}

	/**
	 * Return whether the stages before this one have left nothing behind, such as a
	 * stream that could not be ended.
	 * @return whether nothing is left
	 */
	private boolean isDrained() {
		for (ShutdownReport.Stage stage : this.coordinator.getReport().stages()) {
			if (stage.phase() > getPhase() && stage.pending() > 0) {
				return false;
			}
		}
		return true;
	}

	private static CompletableFuture<?> call(IdleServerAction action) {
		try {
			return action.serverIsIdle().handle((ignored, ex) -> logFailure(action, ex)).toCompletableFuture();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.completedFuture(logFailure(action, ex));
		}
	}

	private static @Nullable Void logFailure(IdleServerAction action, @Nullable Throwable ex) {
		if (ex != null) {
			logger.warn("The server is idle, and {} failed", action.getClass().getName(), ex);
		}
		return null;
	}

}
