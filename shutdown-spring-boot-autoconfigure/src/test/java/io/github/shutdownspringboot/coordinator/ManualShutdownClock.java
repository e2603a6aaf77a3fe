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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * {@link ShutdownClock} that stands still until a test moves it. Tasks that fall due are
 * called on the thread that moves it, in the order of their times.
 */
public final class ManualShutdownClock implements ShutdownClock {

	private final List<Task> tasks = new ArrayList<>();

	private long nanos;

	private Duration jumped = Duration.ZERO;

	@Override
	public synchronized long nanoTime() {
		return this.nanos;
	}

	@Override
	public synchronized Instant now() {
		return Instant.EPOCH.plusNanos(this.nanos).plus(this.jumped);
	}

	/**
	 * Somebody sets the clock on the wall. No time passes.
	 * @param duration how far forward, or back if it is negative
	 */
	public synchronized void jump(Duration duration) {
		this.jumped = this.jumped.plus(duration);
	}

	@Override
	public synchronized Cancellable schedule(Duration delay, Runnable action) {
		Task task = new Task(this.nanos + delay.toNanos(), action);
		this.tasks.add(task);
		return () -> cancel(task);
	}

	private synchronized void cancel(Task task) {
		this.tasks.remove(task);
	}

	public synchronized int getTasks() {
		return this.tasks.size();
	}

	public void advance(Duration duration) {
		long target = nanoTime() + duration.toNanos();
		Optional<Task> due = nextUntil(target);
		while (due.isPresent()) {
			due.get().action().run();
			due = nextUntil(target);
		}
		moveTo(target);
	}

	private synchronized Optional<Task> nextUntil(long target) {
		Optional<Task> next = this.tasks.stream()
			.filter((task) -> task.time() <= target)
			.min(Comparator.comparingLong(Task::time));
		next.ifPresent((task) -> {
			this.tasks.remove(task);
			this.nanos = Math.max(this.nanos, task.time());
		});
		return next;
	}

	private synchronized void moveTo(long target) {
		this.nanos = Math.max(this.nanos, target);
	}

	private record Task(long time, Runnable action) {

	}

}
