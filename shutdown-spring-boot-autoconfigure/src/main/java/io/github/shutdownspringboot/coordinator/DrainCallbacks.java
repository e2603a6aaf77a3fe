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

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who wants to know that the drain begins. A callback that was taken back leaves nothing
 * behind, so that each request may register one.
 */
final class DrainCallbacks {

	private final ShutdownEvents events;

	private final Set<Callback> callbacks = ConcurrentHashMap.newKeySet();

	private final CompletableFuture<Void> future = new CompletableFuture<>();

	private volatile boolean begun;

	DrainCallbacks(ShutdownEvents events) {
		this.events = events;
		register(() -> this.future.complete(null));
	}

	ShutdownCoordinator.Registration register(Runnable action) {
		Callback callback = new Callback(action);
		this.callbacks.add(callback);
		if (this.begun) {
			call(callback);
		}
		return () -> this.callbacks.remove(callback);
	}

	CompletionStage<Void> asCompletionStage() {
		return this.future.minimalCompletionStage();
	}

	void begin() {
		this.begun = true;
		this.callbacks.forEach(this::call);
	}

	private void call(Callback callback) {
		// Whoever removes it calls it
		if (this.callbacks.remove(callback)) {
			this.events.publish(callback.action);
		}
	}

	/**
	 * Gives each registration an identity of its own.
	 */
	private static final class Callback {

		private final Runnable action;

		Callback(Runnable action) {
			this.action = action;
		}

	}

}
