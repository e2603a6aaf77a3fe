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

package io.github.shutdownspringboot.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownListener;
import io.github.shutdownspringboot.coordinator.ShutdownReport;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Takes down how much is in flight while the application stops. The longer that takes,
 * the more seldom it looks, so that what it holds is bounded. It hears of the shutdown
 * before listeners of the application, which may block.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class CountsRecorder implements ShutdownListener {

	private static final Duration INTERVAL = Duration.ofMillis(100);

	private static final int MAX_SAMPLES = 512;

	/**
	 * What is in flight, as the status has it: {@code activeRequests} and the like.
	 */
	private static final String ACTIVE = "active";

	private final ShutdownClock clock;

	private final Supplier<Map<String, Long>> counts;

	private final List<Sample> samples = new ArrayList<>();

	private Duration interval = INTERVAL;

	private long startNanos;

	private boolean finished;

	CountsRecorder(ShutdownClock clock, Supplier<Map<String, Long>> counts) {
		this.clock = clock;
		this.counts = counts;
	}

	@Override
	public void shutdownStarted(ShutdownReport report) {
		synchronized (this.samples) {
			Duration elapsed = report.elapsed();
			this.startNanos = this.clock.nanoTime() - ((elapsed != null) ? elapsed.toNanos() : 0);
		}
		sample();
	}

	private void sample() {
		Duration next;
		Map<String, Long> counts = count();
		synchronized (this.samples) {
			if (this.finished) {
				return;
			}
			add(counts);
			next = this.interval;
		}
		this.clock.schedule(next, this::sample);
	}

	private Map<String, Long> count() {
		Map<String, Long> counts = new TreeMap<>(this.counts.get());
		counts.keySet().removeIf((name) -> !name.startsWith(ACTIVE));
		return counts;
	}

	private void add(Map<String, Long> counts) {
		this.samples.add(new Sample(Duration.ofNanos(this.clock.nanoTime() - this.startNanos), counts));
		if (this.samples.size() == MAX_SAMPLES) {
			thinOut();
		}
	}

	private void thinOut() {
		boolean keep = false;
		for (Iterator<Sample> iterator = this.samples.iterator(); iterator.hasNext();) {
			iterator.next();
			keep = !keep;
			if (!keep) {
				iterator.remove();
			}
		}
		this.interval = this.interval.multipliedBy(2);
	}

	/**
	 * Look for the last time.
	 * @return what was seen, the earliest first
	 */
	List<Sample> finish() {
		Map<String, Long> counts = count();
		synchronized (this.samples) {
			if (!this.finished && !this.samples.isEmpty()) {
				add(counts);
			}
			this.finished = true;
			return List.copyOf(this.samples);
		}
	}

	/**
	 * What was in flight at one moment.
	 *
	 * @param time the time since the shutdown began
	 * @param counts how much of what
	 */
	record Sample(Duration time, Map<String, Long> counts) {

	}

}
