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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.shutdownspringboot.requests.IdleServerAction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Spares the application the two seconds in which Netty's event loops wait for work that
 * might still come, when it has been shown that none will.
 */
final class NettyQuietPeriodAction implements IdleServerAction {

	private static final Logger logger = LoggerFactory.getLogger(NettyQuietPeriodAction.class);

	/**
	 * Asked for when it is needed: it is a lifecycle bean, which a stage must not depend
	 * on.
	 */
	private final ObjectProvider<ReactorResourceFactory> resourceFactory;

	NettyQuietPeriodAction(ObjectProvider<ReactorResourceFactory> resourceFactory) {
		this.resourceFactory = resourceFactory;
	}

	@Override
	public CompletionStage<?> serverIsIdle() {
		logger.debug("The server is idle: Netty's quiet period is skipped");
		this.resourceFactory.stream().forEach((factory) -> factory.setShutdownQuietPeriod(Duration.ZERO));
		return CompletableFuture.completedFuture(null);
	}

}
