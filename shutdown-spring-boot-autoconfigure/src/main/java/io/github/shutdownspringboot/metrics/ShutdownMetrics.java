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
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.shutdownspringboot.coordinator.Measurement;
import io.github.shutdownspringboot.coordinator.ShutdownListener;
import io.github.shutdownspringboot.coordinator.ShutdownOutcome;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownStage;
import io.github.shutdownspringboot.coordinator.StageState;
import io.github.shutdownspringboot.coordinator.StatusContributor;
import io.github.shutdownspringboot.coordinator.Timing;
import io.github.shutdownspringboot.coordinator.TimingRecorder;
import io.github.shutdownspringboot.coordinator.TriggerSource;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

/**
 * Publishes the shutdown as meters. All of them are registered when the application
 * starts: a registry that has been closed hands out meters that do nothing.
 */
final class ShutdownMetrics implements MeterBinder, ShutdownListener, TimingRecorder {

	private static final String STAGE_DURATION = "shutdown.stage.duration";

	private static final String DURATION = "shutdown.duration";

	private static final List<StageState> STAGE_OUTCOMES = List.of(StageState.SUCCEEDED, StageState.FAILED,
			StageState.TIMED_OUT);

	/**
	 * Nothing that is measured here has crashed.
	 */
	private static final Set<ShutdownOutcome> SHUTDOWN_OUTCOMES = EnumSet
		.complementOf(EnumSet.of(ShutdownOutcome.CRASHED));

	/**
	 * Held here because a function counter refers to what it reads weakly: it would stand
	 * still after the first garbage collection.
	 */
	private final Supplier<List<Measurement>> measurements;

	private final ObjectProvider<ShutdownStage> stages;

	private final ObjectProvider<TriggerSource> triggers;

	private final Duration timeout;

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	private final Set<Timing> timings = ConcurrentHashMap.newKeySet();

	/**
	 * What has been recorded of the shutdown, which is recorded once.
	 */
	private final Map<String, FutureTask<?>> recorded = new ConcurrentHashMap<>();

	/**
	 * Make meters.
	 * @param contributors have what is measured
	 * @param stages the stages
	 * @param triggers know what may ask for the shutdown
	 * @param timeout the time from the beginning of the shutdown to its deadline
	 */
	ShutdownMetrics(ObjectProvider<StatusContributor> contributors, ObjectProvider<ShutdownStage> stages,
			ObjectProvider<TriggerSource> triggers, Duration timeout) {
		this.measurements = SingletonSupplier
			.of(() -> contributors.stream().flatMap((contributor) -> contributor.getMeasurements().stream()).toList());
		this.stages = stages;
		this.triggers = triggers;
		this.timeout = timeout;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
		this.measurements.get().forEach((measurement) -> bind(measurement, registry));
		TimeGauge.builder("shutdown.timeout", this.timeout::toMillis, TimeUnit.MILLISECONDS)
			.description("Time that the shutdown may take")
			.strongReference(true)
			.register(registry);
		this.stages.stream().forEach((stage) -> bind(stage, registry));
		Stream
			.concat(Stream.of(TriggerSource.CONTEXT_CLOSE),
					this.triggers.stream().flatMap((source) -> source.getPossibleTriggers().stream()))
			.forEach((trigger) -> bind(trigger, registry));
		this.timings.forEach((timing) -> timer(registry, timing));
	}

	private void bind(String trigger, MeterRegistry registry) {
		SHUTDOWN_OUTCOMES.forEach((outcome) -> durationTimer(registry, trigger, outcome));
	}

	private void bind(Measurement measurement, MeterRegistry registry) {
		List<Tag> tags = toTags(measurement.tags());
		switch (measurement.type()) {
			case GAUGE -> Gauge.builder(measurement.name(), measurement.value(), LongSupplier::getAsLong)
				.tags(tags)
				.description(measurement.description())
				.baseUnit(measurement.unit())
				.strongReference(true)
				.register(registry);
			case TIME_GAUGE ->
				TimeGauge.builder(measurement.name(), () -> measurement.value().getAsLong(), TimeUnit.MILLISECONDS)
					.tags(tags)
					.description(measurement.description())
					.strongReference(true)
					.register(registry);
			case COUNTER -> FunctionCounter.builder(measurement.name(), measurement.value(), LongSupplier::getAsLong)
				.tags(tags)
				.description(measurement.description())
				.baseUnit(measurement.unit())
				.register(registry);
		}
	}

	private static List<Tag> toTags(Map<String, String> tags) {
		return tags.entrySet().stream().map((tag) -> Tag.of(tag.getKey(), tag.getValue())).toList();
	}

	private void bind(ShutdownStage stage, MeterRegistry registry) {
		Gauge.builder("shutdown.stage.pending", stage, ShutdownStage::pending)
			.tag("stage", stage.getName())
			.description("Things that a stage of the shutdown waits for")
			.strongReference(true)
			.register(registry);
		STAGE_OUTCOMES.forEach((outcome) -> stageTimer(registry, stage.getName(), outcome));
	}

	private Timer stageTimer(MeterRegistry registry, String stage, StageState outcome) {
		return Timer.builder(STAGE_DURATION)
			.tags("stage", stage, "outcome", lowerCase(outcome))
			.description("Time that a stage of the shutdown took")
			.register(registry);
	}

	private Timer durationTimer(MeterRegistry registry, String trigger, ShutdownOutcome outcome) {
		return Timer.builder(DURATION)
			.tags("trigger", trigger, "outcome", lowerCase(outcome))
			.description("Time that the shutdown took")
			.register(registry);
	}

	private Timer timer(MeterRegistry registry, Timing timing) {
		return Timer.builder(timing.name())
			.tags(toTags(timing.tags()))
			.description(timing.description())
			.register(registry);
	}

	@Override
	public void register(Timing timing) {
		// First remembered, then looked for: a registry that is bound meanwhile finds it
		this.timings.add(timing);
		this.registries.forEach((registry) -> timer(registry, timing));
	}

	@Override
	public void remove(Timing timing) {
		this.timings.remove(timing);
		this.registries.forEach((registry) -> registry.remove(timer(registry, timing)));
	}

	@Override
	public void record(Timing timing, Duration duration) {
		this.registries.forEach((registry) -> timer(registry, timing).record(duration));
	}

	private static String lowerCase(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Record what is known of a shutdown while the registries are still open.
	 * @param report the shutdown so far
	 */
	void record(ShutdownReport report) {
		report.stages().stream().filter((stage) -> stage.state().isTerminal()).forEach(this::stageCompleted);
		shutdownCompleted(report);
	}

	@Override
	public void stageCompleted(ShutdownReport.Stage stage) {
		Duration duration = stage.duration();
		if (duration != null) {
			once(STAGE_DURATION + "." + stage.name(), () -> this.registries
				.forEach((registry) -> stageTimer(registry, stage.name(), stage.state()).record(duration)));
		}
	}

	@Override
	public void shutdownCompleted(ShutdownReport report) {
		Duration elapsed = report.elapsed();
		String trigger = report.trigger();
		ShutdownOutcome outcome = report.outcome();
		if (elapsed != null && trigger != null && outcome != null) {
			once(DURATION, () -> this.registries
				.forEach((registry) -> durationTimer(registry, trigger, outcome).record(elapsed)));
		}
	}

	/**
	 * Record something that two threads may come to record: that of the listeners, and
	 * that of the stage which closes the registries and must not do so too soon.
	 * @param name what it is
	 * @param recording records it; it has been done, by whomever, when this returns
	 */
	private void once(String name, Runnable recording) {
		FutureTask<?> task = this.recorded.computeIfAbsent(name, (key) -> new FutureTask<>(recording, null));
		task.run();
		try {
			task.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("Cannot record " + name, ex.getCause());
		}
	}

}
