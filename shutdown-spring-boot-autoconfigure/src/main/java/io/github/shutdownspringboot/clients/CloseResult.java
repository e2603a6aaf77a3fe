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

package io.github.shutdownspringboot.clients;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Waits for what a method that closes something has returned. The waiting ends when the
 * thread is interrupted.
 */
final class CloseResult {

	private static final boolean REACTIVE_STREAMS_PRESENT = ClassUtils.isPresent("org.reactivestreams.Publisher",
			CloseResult.class.getClassLoader());

	private CloseResult() {
	}

	/**
	 * Wait for a result if it is one that can be waited for.
	 * @param result what a method has returned
	 * @throws Throwable what the result failed with
	 */
	static void await(@Nullable Object result) throws Throwable {
		if (result instanceof CompletionStage<?> stage) {
			awaitStage(stage);
		}
		else if (result instanceof Future<?> future) {
			awaitFuture(future);
		}
		else if (result != null && REACTIVE_STREAMS_PRESENT) {
			PublisherResult.await(result);
		}
	}

	static void awaitStage(@Nullable CompletionStage<?> stage) throws Throwable {
		Objects.requireNonNull(stage, "there is no future to wait for: null was returned");
		CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();
		stage.whenComplete((ignored, ex) -> {
			if (ex == null) {
				closed.complete(null);
			}
			else {
				closed.completeExceptionally(
						(ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex);
			}
		});
		awaitFuture(closed);
	}

	static void awaitPublisher(@Nullable Object publisher) throws Throwable {
		PublisherResult.await(Objects.requireNonNull(publisher, "there is nothing to subscribe to: null was returned"));
	}

	private static void awaitFuture(Future<?> future) throws Throwable {
		try {
			future.get();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() != null) ? ex.getCause() : ex;
		}
	}

}
