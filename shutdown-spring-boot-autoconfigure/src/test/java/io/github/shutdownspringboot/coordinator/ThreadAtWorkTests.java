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

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ThreadAtWork}.
 */
class ThreadAtWorkTests {

	private final ThreadAtWork thread = new ThreadAtWork();

	@AfterEach
	void clear() {
		Thread.interrupted();
	}

	@Test
	void theInterruptIsForWhatTheThreadIsAtWorkOn() {
		this.thread.begin();
		assertThat(this.thread.interrupt()).isTrue();
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
		this.thread.end();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void anInterruptOfSomebodyElseIsLeftAlone() {
		this.thread.begin();
		Thread.currentThread().interrupt();
		this.thread.end();
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
	}

	@Test
	void aThreadThatIsNotAtWorkIsNotInterrupted() {
		assertThat(this.thread.interrupt()).isFalse();
		this.thread.begin();
		this.thread.end();
		assertThat(this.thread.interrupt()).isFalse();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void aThreadThatWasInterruptedIsStillAtWork() {
		assertThat(this.thread.get()).isNull();
		this.thread.begin();
		this.thread.interrupt();
		assertThat(this.thread.get()).isSameAs(Thread.currentThread());
		assertThat(this.thread.interrupt()).isTrue();
		this.thread.end();
		assertThat(this.thread.get()).isNull();
	}

}
