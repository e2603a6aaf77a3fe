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

package io.github.shutdownspringboot.application;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A stream that sends large events as fast as its client reads them.
 */
public final class FastStream {

	/**
	 * The data of an event.
	 */
	public static final String DATA = "x".repeat(64 * 1024);

	private final AtomicLong sent = new AtomicLong();

	public String next() {
		this.sent.incrementAndGet();
		return DATA;
	}

	/**
	 * Return how many events were sent; the number stands still when the client does not
	 * read.
	 * @return the number
	 */
	public long getSent() {
		return this.sent.get();
	}

}
