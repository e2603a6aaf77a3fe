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

package io.github.shutdownspringboot.sample;

import java.util.concurrent.atomic.AtomicLong;

import org.springframework.stereotype.Component;

/**
 * Counts of what the service has said so far.
 */
@Component
class ChatStatistics {

	private final AtomicLong answers = new AtomicLong();

	private final AtomicLong tokens = new AtomicLong();

	void answerGiven() {
		this.answers.incrementAndGet();
	}

	void tokenStreamed() {
		this.tokens.incrementAndGet();
	}

	long getAnswers() {
		return this.answers.get();
	}

	long getTokens() {
		return this.tokens.get();
	}

}
