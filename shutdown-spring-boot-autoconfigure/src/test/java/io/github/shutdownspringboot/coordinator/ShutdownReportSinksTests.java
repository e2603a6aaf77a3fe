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

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ShutdownReportSinks}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ShutdownReportSinksTests {

	private final ShutdownReportSinks sinks = new ShutdownReportSinks();

	private final ShutdownReport report = new ShutdownReport(ShutdownState.COMPLETED, ShutdownOutcome.CLEAN, "id",
			"SIGTERM", null, null, Duration.ZERO, Duration.ZERO, List.of(), List.of(), List.of());

	private final List<ShutdownReport> kept = Collections.synchronizedList(new ArrayList<>());

	@Test
	void aSinkThatThrowsIsLoggedAndKeepsNobodyElseFromKeeping(CapturedOutput output) {
		this.sinks.set(List.of((report) -> {
			throw new IOException("No space left on device");
		}, this.kept::add));
		this.sinks.await(this.sinks.keep(this.report), Duration.ofSeconds(30));
		assertThat(this.kept).containsExactly(this.report);
		assertThat(output).contains("could not be kept: java.io.IOException: No space left on device")
			.doesNotContain("\tat ");
	}

	@Test
	void aSinkThatTakesNoTimeNeedsNoThread() {
		List<Thread> threads = new ArrayList<>();
		this.sinks.set(List.of(new ShutdownReportSink() {

			@Override
			public void keep(ShutdownReport report) {
				threads.add(Thread.currentThread());
			}

			@Override
			public boolean isPrompt() {
				return true;
			}

		}, ShutdownReportSink.NOWHERE));
		assertThat(this.sinks.keep(this.report).getCount()).isZero();
		assertThat(threads).containsExactly(Thread.currentThread());
	}

	@Test
	void aSinkThatHangsIsNotWaitedFor(CapturedOutput output) {
		CountDownLatch never = new CountDownLatch(1);
		this.sinks.set(List.of((report) -> never.await(), this.kept::add));
		CountDownLatch left = this.sinks.keep(this.report);
		Awaitility.await().untilAsserted(() -> assertThat(this.kept).containsExactly(this.report));
		this.sinks.await(left, Duration.ofMillis(1));
		assertThat(output).contains("it is not waited for");
		never.countDown();
	}

}
