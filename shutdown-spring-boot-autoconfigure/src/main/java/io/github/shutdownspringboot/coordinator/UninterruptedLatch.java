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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Is closed until something has happened, and is waited for whether the thread is
 * interrupted or not: that may be meant for what it did before.
 */
final class UninterruptedLatch {

	private final CountDownLatch latch = new CountDownLatch(1);

	void open() {
		this.latch.countDown();
	}

	boolean isOpen() {
		return this.latch.getCount() == 0;
	}

	/**
	 * Wait until the latch is open. An interrupt of the thread is kept for later.
	 * @param clock tells when the time is over, on a thread of its own: that of the clock
	 * asks stages as well, and may be held by one
	 * @param timeout how long to wait at most; the latch is open then in any case
	 * @return whether it was opened in time
	 */
	boolean await(ShutdownClock clock, Duration timeout) {
		if (isOpen() || timeout.isZero()) {
			return isOpen();
		}
		AtomicBoolean late = new AtomicBoolean();
		ShutdownClock.Cancellable expiry = clock.separate().schedule(timeout, () -> {
			late.set(true);
			open();
		});
		boolean interrupted = false;
		while (!isOpen()) {
			try {
				this.latch.await();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		expiry.cancel();
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		return !late.get();
	}

}
