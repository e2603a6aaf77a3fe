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

package io.github.shutdownspringboot.coordinator.reactive;

import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import reactor.core.publisher.Mono;

/**
 * Tells reactive code that the application is shutting down. There is one for each
 * application context that uses the starter and has Reactor on its class path.
 *
 * @since 0.1.0
 * @see ShutdownCoordinator
 */
public final class ReactiveShutdownCoordinator {

	private final Mono<Void> onShutdown;

	ReactiveShutdownCoordinator(ShutdownCoordinator coordinator) {
		// Not from the completion stage: that would keep what depends on it for as long
		// as the application runs, also when a stream that waits for it is long gone
		this.onShutdown = Mono
			.<Void>create((sink) -> sink.onDispose(coordinator.onShutdown(sink::success)::unregister));
	}

	/**
	 * Return what completes empty when the drain begins, at once if that has happened, as
	 * {@link ShutdownCoordinator#onShutdown(Runnable)} has it. It may be subscribed to
	 * any number of times; a cancelled subscription leaves nothing behind. It completes
	 * on the thread of the callbacks, so what follows must not block, and never with an
	 * error.
	 * @return completes when the drain begins
	 */
	public Mono<Void> onShutdown() {
		return this.onShutdown;
	}

}
