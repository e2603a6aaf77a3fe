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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Counts what is in flight (requests, streams, background work) and tells when nothing is
 * any more. All methods may be called from any thread and never block.
 * <p>
 * Whether the tracker is closed and how much is in flight are one {@code long}: the sign
 * bit and the rest. So whatever begins is either seen by the drain and waited for, or
 * sees the drain and is refused; there is no moment between the two.
 *
 * @since 0.1.0
 */
@Internal
public final class InFlightTracker {

	/**
	 * Closed, and nothing in flight. Closed values are negative.
	 */
	private static final long CLOSED = Long.MIN_VALUE;

	private final ShutdownClock clock;

	private final AtomicLong state = new AtomicLong();

	private final Set<InFlight> items = ConcurrentHashMap.newKeySet();

	private final Queue<CompletableFuture<@Nullable Void>> waiting = new ConcurrentLinkedQueue<>();

	public InFlightTracker(ShutdownClock clock) {
		this.clock = clock;
	}

	/**
	 * Begin something, unless the tracker is closed.
	 * @param description tells what it is, for status and logs; called at any time on any
	 * thread
	 * @return what has begun, or {@code null} if the tracker is closed
	 */
	public @Nullable InFlight tryBegin(Supplier<Map<String, Object>> description) {
		long current;
		do {
			current = this.state.get();
			if (current < 0) {
				return null;
			}
		}
		while (!this.state.compareAndSet(current, current + 1));
		return add(description);
	}

	/**
	 * Begin something, also when the tracker is closed.
	 * @param description tells what it is, for status and logs; called at any time on any
	 * thread
	 * @return what has begun
	 */
	public InFlight begin(Supplier<Map<String, Object>> description) {
		this.state.incrementAndGet();
		return add(description);
	}

	private InFlight add(Supplier<Map<String, Object>> description) {
		InFlight item = new InFlight(this, description, this.clock.nanoTime());
		this.items.add(item);
		return item;
	}

	/**
	 * Take over something that another tracker began, unless this one has drained: then
	 * nobody waits for it here any more.
	 * @param item what is to be moved here
	 * @return whether it is counted here now
	 */
	boolean enter(InFlight item) {
		long current;
		do {
			current = this.state.get();
			if (current == CLOSED) {
				return false;
			}
		}
		while (!this.state.compareAndSet(current, current + 1));
		this.items.add(item);
		return true;
	}

	void leave(InFlight item) {
		this.items.remove(item);
		if (this.state.decrementAndGet() == CLOSED) {
			completeWaiting();
		}
	}

	/**
	 * Refuse what {@link #tryBegin tries to begin} from now on, and wait for the rest.
	 * May be called again, to wait for what began in spite of that.
	 * @return what completes the first time that nothing is in flight
	 */
	public CompletionStage<@Nullable Void> drain() {
		CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();
		this.waiting.add(drained);
		// The order matters: what ends after this line finds the future, what ended
		// before it is seen by this line
		if (close() == CLOSED) {
			completeWaiting();
		}
		return drained;
	}

	private long close() {
		// No function: to link one takes longer than all of this, when it matters
		long current;
		do {
			current = this.state.get();
		}
		while (!this.state.compareAndSet(current, current | CLOSED));
		return current | CLOSED;
	}

	private void completeWaiting() {
		CompletableFuture<@Nullable Void> drained = this.waiting.poll();
		while (drained != null) {
			drained.complete(null);
			drained = this.waiting.poll();
		}
	}

	/**
	 * Return how much is in flight.
	 * @return the count
	 */
	public long getCount() {
		return this.state.get() & Long.MAX_VALUE;
	}

	/**
	 * Return what is in flight, the oldest first.
	 * @return a snapshot
	 */
	public List<InFlight> getItems() {
		return this.items.stream().sorted(Comparator.comparing(InFlight::getAge).reversed()).toList();
	}

	Duration since(long startNanos) {
		return Duration.ofNanos(this.clock.nanoTime() - startNanos);
	}

}
