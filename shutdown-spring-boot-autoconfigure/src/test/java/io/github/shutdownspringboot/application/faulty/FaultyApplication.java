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

package io.github.shutdownspringboot.application.faulty;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.coordinator.ShutdownPhases;
import io.github.shutdownspringboot.coordinator.ShutdownStage;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The application, on Spring MVC and on Spring WebFlux. What is wrong with it is chosen
 * by requests and properties.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
public class FaultyApplication {

	private static final int PIECE = 64 * 1024;

	/**
	 * One MB of the heap.
	 */
	private static final int LEFT = 16;

	/**
	 * What is never given back.
	 */
	private static final List<byte[]> HELD = new ArrayList<>();

	private final ConfigurableApplicationContext context;

	FaultyApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	public static void main(String[] args) {
		SpringApplication.run(FaultyApplication.class, args);
	}

	@GetMapping("/quick")
	String quick() {
		return "quick";
	}

	/**
	 * Is answered when the JVM has begun to exit.
	 * @return the answer
	 */
	@GetMapping("/until-exit")
	Mono<String> untilExit() {
		Sinks.Empty<Void> exiting = Sinks.empty();
		Runtime.getRuntime().addShutdownHook(new Thread(exiting::tryEmitEmpty));
		return exiting.asMono().thenReturn("exiting");
	}

	@GetMapping("/out-of-memory")
	Mono<String> outOfMemory() {
		throw new OutOfMemoryError("on purpose");
	}

	@GetMapping("/out-of-memory-later")
	Mono<String> outOfMemoryLater() {
		return Mono.delay(Duration.ofMillis(100)).map((tick) -> {
			System.out.println("LOST");
			throw new OutOfMemoryError("on purpose");
		});
	}

	/**
	 * Take all of the heap but one MB.
	 * @return how much that was
	 */
	@GetMapping("/fill")
	int fill() {
		List<byte[]> reserve = new ArrayList<>();
		for (int i = 0; i < LEFT; i++) {
			reserve.add(new byte[PIECE]);
		}
		try {
			while (true) {
				HELD.add(new byte[PIECE]);
			}
		}
		catch (OutOfMemoryError ex) {
			reserve.clear();
		}
		return HELD.size();
	}

	@GetMapping("/close")
	Mono<String> closeElsewhere() {
		start();
		return Mono.just("closing");
	}

	@GetMapping("/close-twice")
	Mono<String> closeTwice() {
		start();
		start();
		return Mono.just("closing");
	}

	@GetMapping("/close-here")
	Mono<String> closeHere() {
		return Mono.fromCallable(() -> {
			this.context.close();
			return "closed";
		}).subscribeOn(Schedulers.immediate());
	}

	private void start() {
		Thread thread = new Thread(this.context::close, "closer");
		thread.setDaemon(false);
		thread.start();
	}

	/**
	 * Is not ready before the JVM has begun to exit.
	 * @return a bean
	 */
	@Bean
	@ConditionalOnProperty(name = "faulty.start", havingValue = "slow")
	Object slowBean() {
		awaitExit();
		return new Object();
	}

	@Bean
	@ConditionalOnProperty(name = "faulty.start", havingValue = "failing")
	Object failingBean() {
		awaitExit();
		throw new IllegalStateException("on purpose");
	}

	@Bean
	@ConditionalOnProperty(name = "faulty.start", havingValue = "hanging")
	Object hangingBean() throws InterruptedException {
		System.out.println("STARTING");
		new CountDownLatch(1).await();
		return new Object();
	}

	private static void awaitExit() {
		CountDownLatch exiting = new CountDownLatch(1);
		Runtime.getRuntime().addShutdownHook(new Thread(exiting::countDown));
		System.out.println("STARTING");
		try {
			exiting.await(60, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Bean
	@ConditionalOnBooleanProperty("faulty.closing-stage")
	ShutdownStage closingStage() {
		return new ClosingStage(this.context);
	}

	/**
	 * Closes the context whose closing it is a part of.
	 */
	private record ClosingStage(ConfigurableApplicationContext context) implements ShutdownStage {

		@Override
		public String getName() {
			return "closing";
		}

		@Override
		public int getPhase() {
			return ShutdownPhases.WORK + 1;
		}

		@Override
		public Duration getTimeout() {
			return Duration.ofSeconds(10);
		}

		@Override
		public CompletionStage<?> run(Duration budget) {
			this.context.close();
			return CompletableFuture.completedFuture(null);
		}

	}

}
