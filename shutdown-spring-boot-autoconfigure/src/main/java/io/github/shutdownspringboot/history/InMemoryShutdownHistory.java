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

package io.github.shutdownspringboot.history;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * {@link ShutdownHistory} that holds so many entries and no more, and forgets them with
 * the process.
 */
final class InMemoryShutdownHistory implements ShutdownHistory {

	private final int size;

	private final Deque<Entry> entries = new ArrayDeque<>();

	InMemoryShutdownHistory(int size) {
		this.size = size;
	}

	@Override
	public void add(Entry entry) {
		synchronized (this.entries) {
			this.entries.addFirst(entry);
			if (this.entries.size() > this.size) {
				this.entries.removeLast();
			}
		}
	}

	@Override
	public List<Entry> getEntries() {
		synchronized (this.entries) {
			return List.copyOf(this.entries);
		}
	}

}
