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
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * One thing that has begun and not ended. It is counted by exactly one
 * {@link InFlightTracker} until it ends. All methods may be called from any thread and
 * never block.
 *
 * @since 0.1.0
 */
@Internal
public final class InFlight {

	private static final Runnable NOTHING = () -> {
	};

	private static final Runnable ENDED = () -> {
	};

	/**
	 * As quick as atomic references, and no objects: there is one of these for each
	 * request.
	 */
	private static final AtomicReferenceFieldUpdater<InFlight, @Nullable InFlightTracker> TRACKER = AtomicReferenceFieldUpdater
		.newUpdater(InFlight.class, InFlightTracker.class, "tracker");

	private static final AtomicReferenceFieldUpdater<InFlight, Runnable> WHEN_ENDED = AtomicReferenceFieldUpdater
		.newUpdater(InFlight.class, Runnable.class, "whenEnded");

	private final InFlightTracker origin;

	private final Supplier<Map<String, Object>> description;

	private final long startNanos;

	private volatile @Nullable InFlightTracker tracker;

	private final ThreadAtWork thread = new ThreadAtWork();

	private volatile Runnable whenEnded = NOTHING;

	InFlight(InFlightTracker tracker, Supplier<Map<String, Object>> description, long startNanos) {
		this.origin = tracker;
		this.description = description;
		this.startNanos = startNanos;
		this.tracker = tracker;
	}

	/**
	 * It has ended. Calls after the first do nothing.
	 */
	public void end() {
		InFlightTracker last = TRACKER.getAndSet(this, null);
		if (last == null) {
			return;
		}
		try {
			WHEN_ENDED.getAndSet(this, ENDED).run();
		}
		finally {
			last.leave(this);
		}
	}

	/**
	 * Let another tracker count it from now on: it turned out to be of another kind. It
	 * is counted by one of the two at any moment. A tracker that has drained already is
	 * no help: nobody waits for it any more. Then nothing changes.
	 * @param target the tracker to count it
	 * @return whether it is counted there now
	 */
	public boolean moveTo(InFlightTracker target) {
		InFlightTracker source = this.tracker;
		if (source == null || source == target || !target.enter(this)) {
			return false;
		}
		if (TRACKER.compareAndSet(this, source, target)) {
			source.leave(this);
			return true;
		}
		target.leave(this);
		return false;
	}

	/**
	 * Let the tracker count it that did at the beginning.
	 * @return whether it is counted there now
	 */
	public boolean moveBack() {
		return moveTo(this.origin);
	}

	/**
	 * Call something when it ends, before the tracker learns of it; at once if it has
	 * ended.
	 * @param action what to call; short, and never throws
	 */
	public void whenEnded(Runnable action) {
		Runnable current;
		do {
			current = this.whenEnded;
			if (current == ENDED) {
				action.run();
				return;
			}
		}
		while (!WHEN_ENDED.compareAndSet(this, current, (current == NOTHING) ? action : both(current, action)));
	}

	private static Runnable both(Runnable first, Runnable second) {
		return () -> {
			first.run();
			second.run();
		};
	}

	/**
	 * This thread is at work on it from now on. It must say when it is not any more,
	 * before another one says that it is.
	 */
	public void threadBegins() {
		this.thread.begin();
	}

	/**
	 * This thread is not at work on it any more.
	 */
	public void threadEnds() {
		this.thread.end();
	}

	/**
	 * Interrupt the thread that is at work on it, unless that was done before.
	 * @return whether there is one
	 */
	public boolean interrupt() {
		return this.thread.interrupt();
	}

	/**
	 * Describe it for somebody who waits for it in vain.
	 * @param what what it is, in words
	 * @return the description, with what its thread is doing if there is one
	 */
	public ShutdownReport.Unfinished toUnfinished(String what) {
		Thread thread = this.thread.get();
		return (thread != null) ? ShutdownReport.Unfinished.of(what, getAge(), thread)
				: ShutdownReport.Unfinished.of(what, getAge());
	}

	/**
	 * Return what describes it, which may know more than its description.
	 * @return what was given at the beginning
	 */
	public Supplier<Map<String, Object>> getDescriber() {
		return this.description;
	}

	/**
	 * Return what it is.
	 * @return names and values for people to read
	 */
	public Map<String, Object> getDescription() {
		return this.description.get();
	}

	/**
	 * Return how long ago it began.
	 * @return the age
	 */
	public Duration getAge() {
		return this.origin.since(this.startNanos);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other;
	}

	/**
	 * Spread by when it began. What spreads any other object the JVM must be asked for
	 * and keeps in the header of the object, which was a fifth of what it costs to track
	 * a request.
	 */
	@Override
	public int hashCode() {
		return Long.hashCode(this.startNanos * 0x9E3779B97F4A7C15L);
	}

}
