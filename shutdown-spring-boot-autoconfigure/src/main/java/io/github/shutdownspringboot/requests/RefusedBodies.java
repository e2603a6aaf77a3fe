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

package io.github.shutdownspringboot.requests;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.shutdownspringboot.coordinator.Internal;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownListener;
import io.github.shutdownspringboot.coordinator.ShutdownPhases;
import io.github.shutdownspringboot.coordinator.ShutdownReport;

/**
 * The bodies of refused requests that their clients are still sending. They are read and
 * thrown away after the refusal has been sent: a connection that is closed while the
 * client sends is reset, and a client that sees that does not see the refusal. A body is
 * given up when there is too much of it, when it takes too long, and when the drain is
 * over; nothing waits for one.
 *
 * @since 0.1.0
 */
@Internal
public final class RefusedBodies implements ShutdownListener {

	private static final long MAX_BYTES = 64 * 1024 * 1024;

	private static final Duration MAX_TIME = Duration.ofSeconds(10);

	private final ShutdownCoordinator coordinator;

	private final ShutdownClock clock;

	private final Set<Body> bodies = ConcurrentHashMap.newKeySet();

	private volatile boolean drainOver;

	RefusedBodies(ShutdownCoordinator coordinator, ShutdownClock clock) {
		this.coordinator = coordinator;
		this.clock = clock;
	}

	/**
	 * Begin to throw a body away.
	 * @param giveUp what to call, at most once and on any thread, when it is not to be
	 * read any further
	 * @return the body
	 */
	public Body begin(Runnable giveUp) {
		Body body = new Body(giveUp);
		this.bodies.add(body);
		// Whoever comes after the end of the drain sees it here, whoever came before is
		// in the set
		if (this.drainOver) {
			body.giveUp();
		}
		return body;
	}

	@Override
	public void stageCompleted(ShutdownReport.Stage stage) {
		if (!this.drainOver && isDrainOver()) {
			this.drainOver = true;
			this.bodies.forEach(Body::giveUp);
		}
	}

	private boolean isDrainOver() {
		for (ShutdownReport.Stage stage : this.coordinator.getReport().stages()) {
			if (stage.phase() >= ShutdownPhases.DRAIN && !stage.state().isTerminal()) {
				return false;
			}
		}
		return true;
	}

	/**
	 * One body.
	 */
	public final class Body {

		private final Runnable giveUp;

		private final AtomicBoolean over = new AtomicBoolean();

		private final ShutdownClock.Cancellable timer;

		private long bytes;

		private Body(Runnable giveUp) {
			this.giveUp = giveUp;
			this.timer = RefusedBodies.this.clock.schedule(MAX_TIME, this::giveUp);
		}

		/**
		 * Some of it has been read. Not called by two threads at a time.
		 * @param count the number of bytes
		 */
		public void received(int count) {
			this.bytes += count;
			if (this.bytes > MAX_BYTES) {
				giveUp();
			}
		}

		/**
		 * Return whether nothing more of it is to be read.
		 * @return whether it has ended or was given up
		 */
		public boolean isOver() {
			return this.over.get();
		}

		/**
		 * Nothing more of it is read, for whatever reason.
		 */
		public void end() {
			this.over.set(true);
			forget();
		}

		private void giveUp() {
			if (this.over.compareAndSet(false, true)) {
				forget();
				this.giveUp.run();
			}
		}

		private void forget() {
			this.timer.cancel();
			RefusedBodies.this.bodies.remove(this);
		}

	}

}
