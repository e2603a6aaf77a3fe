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

package io.github.shutdownspringboot.work;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.coordinator.InFlightTracker;
import io.github.shutdownspringboot.coordinator.Internal;
import io.github.shutdownspringboot.coordinator.Measurement;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.StatusContributor;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * {@link WorkTracker} that counts with an {@link InFlightTracker}.
 *
 * @since 0.1.0
 */
@Internal
public final class DefaultWorkTracker implements WorkTracker, StatusContributor {

	/**
	 * Makes the ids of one run of the application different from those of another.
	 */
	private final String run = UUID.randomUUID().toString().substring(0, 8);

	private final AtomicLong count = new AtomicLong();

	private final InFlightTracker tracker;

	private final Set<WorkItem> items = ConcurrentHashMap.newKeySet();

	private final JoinedThreads threads = new JoinedThreads();

	private volatile boolean cut;

	DefaultWorkTracker(ShutdownClock clock) {
		this.tracker = new InFlightTracker(clock);
	}

	@Override
	public WorkItem begin(String name) {
		return begin(name, null);
	}

	@Override
	public WorkItem begin(String name, @Nullable String payload) {
		return begin(name, payload, WorkItem.current());
	}

	/**
	 * Begin work.
	 * @param name what it is
	 * @param payload what it takes to do it again
	 * @param enclosing the work that it is a part of, if any
	 * @return the work
	 */
	WorkItem begin(String name, @Nullable String payload, @Nullable WorkItem enclosing) {
		Assert.hasText(name, "'name' must not be empty");
		String id = this.run + "-" + this.count.incrementAndGet();
		InFlight inFlight = tryBegin(name, id, enclosing);
		if (inFlight == null) {
			throw new ShutdownInProgressException(name);
		}
		WorkItem item = new WorkItem(this, name, id, payload, inFlight);
		this.items.add(item);
		inFlight.whenEnded(() -> this.items.remove(item));
		if (this.cut) {
			// It may have come too late to be seen by the cut
			item.close();
			throw new ShutdownInProgressException(name);
		}
		return item;
	}

	private @Nullable InFlight tryBegin(String name, String id, @Nullable WorkItem enclosing) {
		Map<String, Object> description = Map.of("name", name, "id", id);
		if (enclosing != null && enclosing.isGoingOn(this)) {
			return this.tracker.begin(() -> description);
		}
		return this.tracker.tryBegin(() -> description);
	}

	@Override
	public void join(Thread thread) {
		if (!this.threads.tryAdd(thread)) {
			throw new ShutdownInProgressException(thread.getName());
		}
	}

	JoinedThreads getThreads() {
		return this.threads;
	}

	/**
	 * Refuse work from now on, and wait for the rest.
	 * @return what completes when the last piece of work has ended
	 */
	CompletionStage<@Nullable Void> drain() {
		this.threads.close();
		return this.tracker.drain();
	}

	/**
	 * The time is over: refuse all work, and interrupt what has not ended.
	 * @return what was cut, the oldest first
	 */
	List<WorkItem> cut() {
		this.threads.close();
		// The order matters: work that is not seen here sees the flag
		this.cut = true;
		this.tracker.drain();
		List<WorkItem> cut = this.items.stream()
			.filter(WorkItem::cut)
			.sorted(Comparator.comparing(WorkItem::getAge).reversed())
			.toList();
		cut.forEach(WorkItem::interrupt);
		return cut;
	}

	List<ShutdownReport.Unfinished> getUnfinished() {
		return this.items.stream()
			.sorted(Comparator.comparing(WorkItem::getAge).reversed())
			.map(WorkItem::toUnfinished)
			.toList();
	}

	long getActive() {
		return this.tracker.getCount();
	}

	@Override
	public List<Measurement> getMeasurements() {
		return List.of(new Measurement(Measurement.Type.GAUGE, "shutdown.work.active", Map.of(),
				"Pieces of tracked work that have begun and not ended", "items", this::getActive));
	}

}
