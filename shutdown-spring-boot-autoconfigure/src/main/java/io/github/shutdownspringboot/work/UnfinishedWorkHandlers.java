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

package io.github.shutdownspringboot.work;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.shutdownspringboot.coordinator.ShutdownThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;

/**
 * All handlers of unfinished work, as one.
 */
final class UnfinishedWorkHandlers {

	private static final Logger logger = LoggerFactory.getLogger(UnfinishedWorkHandlers.class);

	private final List<UnfinishedWorkHandler> handlers;

	UnfinishedWorkHandlers(ObjectProvider<UnfinishedWorkHandler> handlers) {
		// Now: a bean cannot be made any more when the context closes
		this.handlers = handlers.orderedStream().toList();
	}

	/**
	 * Hand over what was cut, to each handler on a thread of its own: one that hangs
	 * keeps no other from the work.
	 * @param unfinished what was cut
	 * @param whenTaken called by each handler that has taken it
	 * @return what completes when all handlers have ended, well or not
	 */
	CompletableFuture<Void> handle(List<UnfinishedWork> unfinished, Runnable whenTaken) {
		return CompletableFuture.allOf(this.handlers.stream()
			.map((handler) -> start(() -> handle(handler, unfinished, whenTaken)))
			.toArray(CompletableFuture<?>[]::new));
	}

	private static CompletableFuture<@Nullable Void> start(Runnable handing) {
		CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
		ShutdownThreads.newThread("shutdown-work-unfinished", () -> {
			handing.run();
			ended.complete(null);
		}).start();
		return ended;
	}

	private static void handle(UnfinishedWorkHandler handler, List<UnfinishedWork> unfinished, Runnable whenTaken) {
		try {
			handler.handle(unfinished);
			whenTaken.run();
		}
		catch (Throwable ex) {
			logger.warn("{} could not take what is unfinished", handler, ex);
		}
	}

}
