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

package io.github.shutdownspringboot.fleet;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Orders that clients place, each one once and under a number of its own.
 */
final class OrderBook {

	private final AtomicLong last = new AtomicLong();

	private final Queue<String> confirmed = new ConcurrentLinkedQueue<>();

	RequestOutcome place(HttpConnection connection) {
		String order = "order " + this.last.incrementAndGet();
		RequestOutcome outcome = connection.post("/orders", order);
		if (outcome == RequestOutcome.ANSWERED) {
			this.confirmed.add(order);
		}
		return outcome;
	}

	List<String> getConfirmed() {
		return List.copyOf(this.confirmed);
	}

}
