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

package io.github.shutdownspringboot.application.work;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.work.TrackedWork;
import io.github.shutdownspringboot.work.UnfinishedWorkFile;
import io.github.shutdownspringboot.work.WorkTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Background work of different making. All of it is in the middle of something when the
 * shutdown begins, and ends half a second later; one hangs, if told to.
 */
@SpringBootApplication
@EnableAsync
@EnableScheduling
public class WorkApplication {

	private static final Logger logger = LoggerFactory.getLogger(WorkApplication.class);

	public static void main(String[] args) {
		SpringApplication.run(WorkApplication.class, args);
	}

	@Bean
	ExecutorService plainExecutor() {
		return Executors.newFixedThreadPool(3);
	}

	@Bean
	ApplicationRunner begin(Worker worker, AsyncWorker asyncWorker, TrackedWorker trackedWorker, WorkTracker tracker,
			ExecutorService plainExecutor, UnfinishedWorkFile unfinished) {
		return (arguments) -> {
			unfinished.reload((work) -> logger.info("Reloaded {} with {}", work.name(), work.payload()));
			asyncWorker.work();
			plainExecutor.execute(() -> worker.work("plain"));
			plainExecutor.execute(trackedWorker::work);
			Thread thread = new Thread(() -> worker.work("thread"));
			thread.setDaemon(true);
			tracker.join(thread);
			thread.start();
			hang(tracker, plainExecutor, arguments);
		};
	}

	private static void hang(WorkTracker tracker, ExecutorService executor, ApplicationArguments arguments) {
		if (arguments.containsOption("hang")) {
			WorkTracker.Work work = tracker.begin("import", "{\"file\": 7}");
			executor.execute(() -> work.run(Worker::hang));
		}
	}

	@Component
	static class Worker {

		private final CountDownLatch shutdown = new CountDownLatch(1);

		Worker(ShutdownCoordinator coordinator) {
			coordinator.onShutdown(this.shutdown::countDown);
		}

		@Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
		void fixedDelay() {
			work("fixed delay");
		}

		@Scheduled(fixedRate = 1, timeUnit = TimeUnit.HOURS)
		void fixedRate() {
			work("fixed rate");
		}

		void work(String name) {
			logger.info("Begun: {}", name);
			try {
				this.shutdown.await();
				new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS);
				logger.info("Finished: {}", name);
			}
			catch (InterruptedException ex) {
				logger.info("Interrupted: {}", name);
			}
		}

		static void hang() {
			logger.info("Begun: import");
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				logger.info("Interrupted: import");
			}
		}

	}

	@Component
	static class AsyncWorker {

		private final Worker worker;

		AsyncWorker(Worker worker) {
			this.worker = worker;
		}

		@Async
		void work() {
			this.worker.work("async");
		}

	}

	@Component
	static class TrackedWorker {

		private final Worker worker;

		TrackedWorker(Worker worker) {
			this.worker = worker;
		}

		@TrackedWork("tracked")
		void work() {
			this.worker.work("tracked");
		}

	}

}
