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

package io.github.shutdownspringboot.requests.reactive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.shutdownspringboot.requests.IdleServerAction;
import io.netty.util.concurrent.EventExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.resources.LoopResources;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Lets Netty's event loops do what the stop of the server has told them, and then spares
 * the application the two seconds in which they wait for work that might still come.
 * <p>
 * The stop of the server does not wait until they have closed connections without a
 * request. A loop that is shut down before it comes to that closes the socket at once,
 * and a client of HTTP/2 is not told to go away.
 */
final class NettyIdleServerAction implements IdleServerAction {

	private static final Logger logger = LoggerFactory.getLogger(NettyIdleServerAction.class);

	/**
	 * Asked for when it is needed: it is a lifecycle bean, which a stage must not depend
	 * on.
	 */
	private final ObjectProvider<ReactorResourceFactory> resourceFactories;

	private final boolean skipQuietPeriod;

	/**
	 * Make an action.
	 * @param resourceFactories have the event loops
	 * @param skipQuietPeriod whether the loops need not wait for more work; not if the
	 * user has said how long they are to
	 */
	NettyIdleServerAction(ObjectProvider<ReactorResourceFactory> resourceFactories, boolean skipQuietPeriod) {
		this.resourceFactories = resourceFactories;
		this.skipQuietPeriod = skipQuietPeriod;
	}

	@Override
	public CompletionStage<?> serverIsIdle() {
		return CompletableFuture.allOf(this.resourceFactories.stream()
			.filter(ReactorResourceFactory::isRunning)
			.map(this::letLoopsFinish)
			.toArray(CompletableFuture<?>[]::new));
	}

	private CompletableFuture<?> letLoopsFinish(ReactorResourceFactory factory) {
		List<CompletableFuture<?>> answers = new ArrayList<>();
		for (EventExecutor loop : factory.getLoopResources().onServer(LoopResources.DEFAULT_NATIVE)) {
			CompletableFuture<?> answer = new CompletableFuture<>();
			// It does in turn what it is given
			loop.execute(() -> answer.complete(null));
			answers.add(answer);
		}
		return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
			.thenRun(() -> skipQuietPeriod(factory));
	}

	private void skipQuietPeriod(ReactorResourceFactory factory) {
		if (this.skipQuietPeriod) {
			logger.debug("The server is idle: Netty's quiet period is skipped");
			factory.setShutdownQuietPeriod(Duration.ZERO);
		}
	}

}
