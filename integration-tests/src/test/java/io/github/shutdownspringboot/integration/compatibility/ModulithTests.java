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

package io.github.shutdownspringboot.integration.compatibility;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.integration.net.SelectiveAutoConfiguration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events between the modules of a Spring Modulith application, which are handled after
 * the transaction and on another thread.
 */
class ModulithTests {

	@Test
	void anEventThatIsBeingHandledIsHandledToTheEnd() throws InterruptedException {
		try (StreamingApplication application = StreamingApplication.start(Application.class)) {
			Handling handling = application.getBean(Handling.class);
			new TransactionTemplate(application.getBean(PlatformTransactionManager.class))
				.executeWithoutResult((status) -> application.publish(new Ordered("one")));
			assertThat(handling.begun.await(60, TimeUnit.SECONDS)).isTrue();
			CompletableFuture<Void> stopped = application.beginStop();
			Awaitility.await().until(() -> application.isRunning("work"));
			assertThat(stopped).isNotDone();
			handling.release.countDown();
			assertThat(stopped).succeedsWithin(60, TimeUnit.SECONDS);
			assertThat(handling.handled).isEqualTo(new Ordered("one"));
			application.stop();
		}
	}

	record Ordered(String item) {

	}

	/**
	 * How far the handling has come. Not in the listener, which is behind a proxy.
	 */
	static class Handling {

		private final CountDownLatch begun = new CountDownLatch(1);

		private final CountDownLatch release = new CountDownLatch(1);

		private volatile Ordered handled = new Ordered("none");

	}

	static class Listener {

		private final Handling handling;

		Listener(Handling handling) {
			this.handling = handling;
		}

		@ApplicationModuleListener
		void on(Ordered event) throws InterruptedException {
			this.handling.begun.countDown();
			this.handling.release.await();
			this.handling.handled = event;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@SelectiveAutoConfiguration(packages = "org.springframework.modulith.")
	@EnableAsync
	@EnableTransactionManagement
	static class Application {

		@Bean
		Handling handling() {
			return new Handling();
		}

		@Bean
		Listener listener(Handling handling) {
			return new Listener(handling);
		}

		@Bean
		PlatformTransactionManager transactionManager() {
			return new NoTransactionManager();
		}

	}

	/**
	 * Synchronises, and has nothing to commit.
	 */
	static class NoTransactionManager extends AbstractPlatformTransactionManager {

		@Override
		protected Object doGetTransaction() {
			return new Object();
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

}
