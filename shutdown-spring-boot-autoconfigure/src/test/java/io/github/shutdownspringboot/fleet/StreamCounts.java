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

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What happened to streams, as their clients saw it.
 */
final class StreamCounts {

	private final AtomicLong events = new AtomicLong();

	private final AtomicLong lostEvents = new AtomicLong();

	private final AtomicLong goodbyes = new AtomicLong();

	private final AtomicLong cuts = new AtomicLong();

	private final AtomicLong failedAttempts = new AtomicLong();

	private final AtomicLong returns = new AtomicLong();

	private final AtomicLong sameReplica = new AtomicLong();

	private final AtomicLong longestAbsence = new AtomicLong();

	/**
	 * An event has come.
	 * @param missed how many between it and the one before have not
	 */
	void event(long missed) {
		this.events.incrementAndGet();
		this.lostEvents.addAndGet(Math.abs(missed));
	}

	/**
	 * A stream has ended.
	 * @param told whether its client was told so, with both events and a clean end
	 */
	void ended(boolean told) {
		(told ? this.goodbyes : this.cuts).incrementAndGet();
	}

	/**
	 * A client could not come back, and will try again.
	 */
	void notConnected() {
		this.failedAttempts.incrementAndGet();
	}

	/**
	 * A client has the first event of its next stream.
	 * @param absence the time since the end of the last one: what the client was told to
	 * wait, and the time since it first tried to come back
	 * @param elsewhere whether it comes from another replica
	 */
	void isBack(Duration absence, boolean elsewhere) {
		this.returns.incrementAndGet();
		this.longestAbsence.accumulateAndGet(absence.toMillis(), Math::max);
		if (!elsewhere) {
			this.sameReplica.incrementAndGet();
		}
	}

	long getEvents() {
		return this.events.get();
	}

	long getLostEvents() {
		return this.lostEvents.get();
	}

	long getGoodbyes() {
		return this.goodbyes.get();
	}

	long getCuts() {
		return this.cuts.get();
	}

	long getFailedAttempts() {
		return this.failedAttempts.get();
	}

	long getReturns() {
		return this.returns.get();
	}

	boolean areAllBack() {
		return getReturns() == getGoodbyes() + getCuts();
	}

	long getSameReplica() {
		return this.sameReplica.get();
	}

	Duration getLongestAbsence() {
		return Duration.ofMillis(this.longestAbsence.get());
	}

	@Override
	public String toString() {
		return "%d events, %d lost; %d streams told goodbye, %d cut; %d back, %d of them on the same replica, after %d ms at most; %d attempts failed"
			.formatted(getEvents(), getLostEvents(), getGoodbyes(), getCuts(), getReturns(), getSameReplica(),
					getLongestAbsence().toMillis(), getFailedAttempts());
	}

}
