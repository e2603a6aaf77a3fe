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

package io.github.shutdownspringboot.faults;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.coordinator.ShutdownPhases;
import io.github.shutdownspringboot.coordinator.ShutdownStage;

import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Lets a test say when the drain of an application begins and when it is over, without a
 * request that would have to be waited for.
 */
@Configuration(proxyBeanMethods = false)
class HeldDrain {

	@Bean
	Door door() {
		return new Door();
	}

	@Bean
	Hold hold() {
		return new Hold();
	}

	/**
	 * In front of the drain.
	 */
	static final class Door implements SmartLifecycle {

		private final CompletableFuture<Runnable> callback = new CompletableFuture<>();

		private volatile boolean running;

		void awaitArrival() throws Exception {
			this.callback.get(30, TimeUnit.SECONDS);
		}

		void open() {
			this.callback.thenAccept(Runnable::run);
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public void stop(Runnable callback) {
			stop();
			this.callback.complete(callback);
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return ShutdownPhases.DRAIN + 1;
		}

	}

	/**
	 * As long as it is there, the drain is under way and the server has its socket.
	 */
	static final class Hold implements ShutdownStage {

		private final CompletableFuture<Void> ended = new CompletableFuture<>();

		void end() {
			this.ended.complete(null);
		}

		@Override
		public String getName() {
			return "hold";
		}

		@Override
		public int getPhase() {
			return ShutdownPhases.DRAIN;
		}

		@Override
		public Duration getTimeout() {
			return Duration.ofSeconds(20);
		}

		@Override
		public CompletionStage<?> run(Duration budget) {
			return this.ended;
		}

	}

}
