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

package io.github.shutdownspringboot.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.github.shutdownspringboot.coordinator.Measurement;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownListener;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownReportSink;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import io.github.shutdownspringboot.coordinator.StatusContributor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Writes the history and shows it. It hears of a shutdown before listeners of the
 * application, which may block: the mark of the run tells of a process that is killed for
 * that.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class HistoryRecorder
		implements ShutdownListener, ShutdownReportSink, StatusContributor, InitializingBean, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(HistoryRecorder.class);

	private static final String PAGE = "history";

	private final ShutdownHistory history;

	private final ShutdownCoordinator coordinator;

	private final @Nullable RunMarker marker;

	private ShutdownHistory.@Nullable Entry previous;

	private volatile @Nullable List<ShutdownHistory.Entry> lastRead;

	/**
	 * Make a recorder.
	 * @param history where the history is kept
	 * @param coordinator knows whether a shutdown has begun
	 * @param marker marks this run, {@code null} if a crash is not to be noticed
	 */
	HistoryRecorder(ShutdownHistory history, ShutdownCoordinator coordinator, @Nullable RunMarker marker) {
		this.history = history;
		this.coordinator = coordinator;
		this.marker = marker;
	}

	@Override
	public void afterPropertiesSet() {
		if (this.marker != null) {
			ShutdownHistory.Entry crash = this.marker.findCrash();
			if (crash != null && !isRemembered(crash)) {
				add(crash);
			}
			this.marker.create();
		}
		this.previous = getEntries().stream().findFirst().orElse(null);
	}

	/**
	 * The process may have been ended after the history was written and before its mark
	 * was removed.
	 * @param crash what the mark tells
	 * @return whether the history knows how that shutdown ended
	 */
	private boolean isRemembered(ShutdownHistory.Entry crash) {
		String shutdownId = crash.shutdownId();
		return shutdownId != null && getEntries().stream().anyMatch((entry) -> shutdownId.equals(entry.shutdownId()));
	}

	/**
	 * Ask the history, which may be a bean of the application: it may need something that
	 * is not there yet or not any more.
	 * @return what is remembered, as far as that is known
	 */
	private List<ShutdownHistory.Entry> getEntries() {
		List<ShutdownHistory.Entry> lastRead = this.lastRead;
		try {
			lastRead = this.history.getEntries();
		}
		catch (RuntimeException ex) {
			if (lastRead == null) {
				logger.warn("The shutdown history could not be read: {}", ex.toString());
				lastRead = List.of();
			}
			logger.debug("The shutdown history could not be read", ex);
		}
		this.lastRead = lastRead;
		return lastRead;
	}

	private void add(ShutdownHistory.Entry entry) {
		try {
			this.history.add(entry);
		}
		catch (Exception ex) {
			logger.warn("The shutdown history could not be written: {}", ex.toString());
		}
	}

	@Override
	public void shutdownStarted(ShutdownReport report) {
		if (this.marker != null) {
			this.marker.shutdownStarted(report);
		}
	}

	@Override
	public void keep(ShutdownReport report) {
		add(toEntry(report));
		if (this.marker != null) {
			this.marker.remove();
		}
	}

	@Override
	public boolean isPrompt() {
		return this.marker == null && this.history instanceof InMemoryShutdownHistory;
	}

	@Override
	public void deadlinePassed() throws IOException {
		if (this.marker != null) {
			this.marker.deadlinePassed();
		}
	}

	private static ShutdownHistory.Entry toEntry(ShutdownReport report) {
		List<ShutdownHistory.Stage> stages = report.stages()
			.stream()
			.map((stage) -> new ShutdownHistory.Stage(stage.name(), stage.state(), stage.duration(), stage.pending(),
					stage.failure()))
			.toList();
		return new ShutdownHistory.Entry(Objects.requireNonNull(report.outcome()), report.shutdownId(),
				report.trigger(), report.startedAt(),
				Objects.requireNonNull(report.startedAt()).plus(Objects.requireNonNull(report.elapsed())),
				report.elapsed(), stages);
	}

	@Override
	public void destroy() {
		if (this.marker != null && this.coordinator.getState() == ShutdownState.RUNNING) {
			// The application never came up: whoever started it knows
			this.marker.remove();
		}
	}

	@Override
	public Map<String, Map<String, Object>> getSummaries() {
		ShutdownHistory.Entry previous = this.previous;
		return (previous != null) ? Map.of("previous", EntryDescription.summary(previous)) : Map.of();
	}

	@Override
	public Map<String, Object> getPage(String name, boolean withDetails) {
		if (!name.equals(PAGE)) {
			return Map.of();
		}
		List<ShutdownHistory.Entry> entries = getEntries();
		Map<String, Object> page = new LinkedHashMap<>();
		Map<String, Long> outcomes = new LinkedHashMap<>();
		for (ShutdownOutcome outcome : ShutdownOutcome.values()) {
			outcomes.put(outcome.name(), count(entries, outcome));
		}
		page.put("outcomes", outcomes);
		page.put("shutdowns", entries.stream().map((entry) -> EntryDescription.full(entry, withDetails)).toList());
		return page;
	}

	private static long count(List<ShutdownHistory.Entry> entries, ShutdownOutcome outcome) {
		return entries.stream().filter((entry) -> entry.outcome() == outcome).count();
	}

	@Override
	public List<Measurement> getMeasurements() {
		List<Measurement> measurements = new ArrayList<>();
		for (ShutdownOutcome outcome : ShutdownOutcome.values()) {
			measurements
				.add(new Measurement(Measurement.Type.COUNTER, "shutdown.history", Map.of("outcome", toTag(outcome)),
						"Shutdowns that are remembered", "shutdowns", () -> count(getEntries(), outcome)));
		}
		ShutdownHistory.Entry previous = this.previous;
		if (previous != null) {
			Map<String, String> tags = Map.of("outcome", toTag(previous.outcome()), "trigger",
					(previous.trigger() != null) ? previous.trigger() : "none");
			measurements.add(new Measurement(Measurement.Type.GAUGE, "shutdown.previous", tags,
					"How the run before this one ended, always 1", "shutdowns", () -> 1));
			if (previous.duration() != null) {
				long millis = previous.duration().toMillis();
				measurements.add(new Measurement(Measurement.Type.TIME_GAUGE, "shutdown.previous.duration", tags,
						"Time that the shutdown before this run took", "milliseconds", () -> millis));
			}
		}
		return measurements;
	}

	private static String toTag(ShutdownOutcome outcome) {
		return outcome.name().toLowerCase(Locale.ROOT);
	}

}
