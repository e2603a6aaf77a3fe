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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What had not ended when its time was over. Each source is looked at more than once, and
 * what it still says then is neither kept nor told again.
 */
final class UnfinishedItems {

	/**
	 * A report is held in memory and written to files.
	 */
	private static final int MAX_ITEMS = 1000;

	private final Map<String, Map<Key, Integer>> known = new HashMap<>();

	private final List<ShutdownReport.Unfinished> items = new ArrayList<>();

	private final List<ShutdownReport.Unfinished> untold = new ArrayList<>();

	private long dropped;

	/**
	 * Keep what a source says.
	 * @param source the name of the source
	 * @param unfinished all that has not ended there; several of one kind are told from
	 * one another by their number only
	 */
	synchronized void add(String source, List<ShutdownReport.Unfinished> unfinished) {
		Map<Key, Integer> before = this.known.getOrDefault(source, Map.of());
		Map<Key, Integer> now = new HashMap<>(before);
		Map<Key, Integer> said = new HashMap<>();
		List<ShutdownReport.Unfinished> added = new ArrayList<>();
		for (ShutdownReport.Unfinished item : unfinished) {
			Key key = new Key(item.what(), item.stack());
			int count = said.merge(key, 1, Integer::sum);
			if (count > before.getOrDefault(key, 0)) {
				now.put(key, count);
				added.add(item);
			}
		}
		this.known.put(source, now);
		int room = Math.min(added.size(), MAX_ITEMS - this.items.size());
		this.items.addAll(added.subList(0, room));
		this.dropped += added.size() - room;
		this.untold.addAll(added);
	}

	/**
	 * Take what the log is to be told. Each item is taken once.
	 * @return what has been added since the last call
	 */
	synchronized List<ShutdownReport.Unfinished> takeUntold() {
		List<ShutdownReport.Unfinished> taken = List.copyOf(this.untold);
		this.untold.clear();
		return taken;
	}

	synchronized List<ShutdownReport.Unfinished> toList() {
		List<ShutdownReport.Unfinished> list = new ArrayList<>(this.items);
		if (this.dropped > 0) {
			list.add(ShutdownReport.Unfinished.of(this.dropped + " more", null));
		}
		return List.copyOf(list);
	}

	private record Key(String what, List<String> stack) {

	}

}
