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

package io.github.shutdownspringboot.sample.chat;

import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.sample.knowledge.AnswerStore;
import io.github.shutdownspringboot.sample.llm.LanguageModel;
import io.github.shutdownspringboot.sample.tools.PassageFinder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link AnswerProcessor}.
 */
class AnswerProcessorTests {

	private final AnswerStore store = mock();

	private final AnswerListener listener = mock();

	private final CountDownLatch busy = new CountDownLatch(1);

	private final AnswerProcessor processor = new AnswerProcessor(this.store, mock(PassageFinder.class),
			mock(LanguageModel.class), 1);

	@AfterEach
	void close() throws InterruptedException {
		this.busy.countDown();
		this.processor.close();
	}

	@Test
	void anAnswerThatNobodyHasTimeForIsForgotten() {
		UUID first = UUID.randomUUID();
		UUID second = UUID.randomUUID();
		given(this.store.begin(any(), any())).willReturn(first, second);
		willAnswer((call) -> {
			this.busy.await();
			throw new IllegalStateException("enough");
		}).given(this.store).find(first);
		this.processor.ask("conversation", "question", this.listener);
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> this.processor.ask("conversation", "question", this.listener));
		verify(this.store, never()).forget(first);
		verify(this.store).forget(second);
	}

	@Test
	void whatEverGoesWrongTheListenerIsTold() throws InterruptedException {
		UUID answer = UUID.randomUUID();
		CountDownLatch told = new CountDownLatch(1);
		given(this.store.begin(any(), any())).willReturn(answer);
		willThrow(new NoClassDefFoundError("gone")).given(this.store).find(answer);
		willAnswer((call) -> {
			told.countDown();
			return null;
		}).given(this.listener).onFailure(answer);
		this.processor.ask("conversation", "question", this.listener);
		assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
	}

}
