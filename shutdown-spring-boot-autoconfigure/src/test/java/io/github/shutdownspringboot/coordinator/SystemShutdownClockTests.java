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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SystemShutdownClock}.
 */
class SystemShutdownClockTests {

	private final SystemShutdownClock clock = new SystemShutdownClock();

	@AfterEach
	void close() {
		this.clock.destroy();
	}

	@Test
	void aTaskLogsWithTheShutdownIdOfWhoeverScheduledItAlsoOnAThreadThatIsOlder() {
		assertThat(idOfTask()).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo("none");
		CompletableFuture<CompletableFuture<@Nullable String>> during = new CompletableFuture<>();
		ShutdownMdc.with("the-id", () -> during.complete(idOfTask()));
		assertThat(during.join()).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo("the-id");
		assertThat(idOfTask()).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo("none");
	}

	private CompletableFuture<@Nullable String> idOfTask() {
		CompletableFuture<@Nullable String> id = new CompletableFuture<>();
		this.clock.schedule(Duration.ZERO, () -> id.complete((ShutdownMdc.get() != null) ? ShutdownMdc.get() : "none"));
		return id;
	}

}
