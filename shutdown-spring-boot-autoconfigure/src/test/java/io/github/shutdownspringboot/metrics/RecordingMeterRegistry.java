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

package io.github.shutdownspringboot.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.step.StepMeterRegistry;
import io.micrometer.core.instrument.step.StepRegistryConfig;

/**
 * A registry that pushes, and remembers what it has pushed.
 */
public class RecordingMeterRegistry extends StepMeterRegistry {

	private final List<List<String>> published = new CopyOnWriteArrayList<>();

	public RecordingMeterRegistry() {
		super(new StepRegistryConfig() {

			@Override
			public String prefix() {
				return "recording";
			}

			@Override
			public String get(String key) {
				return null;
			}

			@Override
			public Duration step() {
				return Duration.ofHours(1);
			}

		}, Clock.SYSTEM);
	}

	/**
	 * Return all that was pushed, push after push.
	 * @return each a list of meters that have counted something
	 */
	public List<List<String>> getPublished() {
		return this.published;
	}

	@Override
	protected void publish() {
		List<String> counts = new ArrayList<>();
		for (Meter meter : getMeters()) {
			for (Measurement measurement : meter.measure()) {
				if (measurement.getStatistic() == Statistic.COUNT && measurement.getValue() > 0) {
					counts.add(meter.getId().getName() + meter.getId().getTags() + "=" + (long) measurement.getValue());
				}
			}
		}
		this.published.add(counts);
	}

	@Override
	protected TimeUnit getBaseTimeUnit() {
		return TimeUnit.SECONDS;
	}

}
