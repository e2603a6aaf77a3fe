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

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.Lifecycle;
import org.springframework.context.Phased;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.util.ReflectionUtils;

/**
 * Holds the lifecycle phases, ours and all others, to what the deadline leaves. The
 * processor reads the timeout of a phase when it begins to wait for it, so it can be set
 * until then.
 */
final class PhaseTimeouts {

	private static final Logger logger = LoggerFactory.getLogger(PhaseTimeouts.class);

	/**
	 * What the phase of a stage gets above the timeout of the stage. The stage is ended
	 * by its own timer; the phase is the net below it.
	 */
	private static final Duration MARGIN = Duration.ofSeconds(1);

	private final DefaultLifecycleProcessor processor;

	private final Map<Integer, Duration> timeouts;

	private PhaseTimeouts(DefaultLifecycleProcessor processor, Map<Integer, Duration> timeouts) {
		this.processor = processor;
		this.timeouts = timeouts;
	}

	/**
	 * Set no phase to more than the given time.
	 * @param remaining what the deadline leaves
	 */
	void limitTo(Duration remaining) {
		for (Map.Entry<Integer, Duration> phase : this.timeouts.entrySet()) {
			Duration limited = (phase.getValue().compareTo(remaining) < 0) ? phase.getValue() : remaining;
			this.processor.setTimeoutForShutdownPhase(phase.getKey(), Math.max(1, limited.toMillis()));
		}
	}

	/**
	 * Find the phases of all lifecycle beans and what each was configured to, and give
	 * the phases of stages what the stages need.
	 * @param beans the lifecycle beans
	 * @param lifecycleProcessor the processor of the context
	 * @param stages the stages
	 * @param limits the phases that are held to less than they were configured to
	 * @return the timeouts, or {@code null} if the processor is none of Spring's
	 */
	static @Nullable PhaseTimeouts of(Collection<Lifecycle> beans, Object lifecycleProcessor,
			Collection<StageExecution> stages, Iterable<PhaseTimeout> limits) {
		if (!(lifecycleProcessor instanceof DefaultLifecycleProcessor processor)) {
			logger.warn(
					"The lifecycle processor is a {} and not a {}: the phases of other beans are not held to "
							+ "the deadline of the shutdown",
					lifecycleProcessor.getClass().getName(), DefaultLifecycleProcessor.class.getName());
			return null;
		}
		Map<Integer, Duration> timeouts = new HashMap<>();
		Configured configured = Configured.of(processor);
		for (Lifecycle bean : beans) {
			int phase = (bean instanceof Phased phased) ? phased.getPhase() : 0;
			timeouts.put(phase, configured.get(phase));
		}
		for (PhaseTimeout limit : limits) {
			Duration timeout = timeouts.get(limit.phase());
			if (timeout != null && limit.timeout().compareTo(timeout) < 0) {
				timeouts.put(limit.phase(), limit.timeout());
			}
		}
		for (StageExecution stage : stages) {
			Duration needed = stage.getTimeout().plus(MARGIN);
			Duration timeout = timeouts.get(stage.getPhase());
			if (timeout == null || timeout.compareTo(needed) < 0) {
				timeouts.put(stage.getPhase(), needed);
			}
		}
		timeouts.forEach((phase, timeout) -> processor.setTimeoutForShutdownPhase(phase, timeout.toMillis()));
		return new PhaseTimeouts(processor, timeouts);
	}

	/**
	 * What the processor was configured to. It has setters and no getters: where its
	 * fields cannot be read, Spring Boot's default stands in.
	 */
	private record Configured(Map<?, ?> perPhase, long defaultTimeout) {

		private static final long SPRING_BOOT_DEFAULT = 30_000;

		Duration get(int phase) {
			Object timeout = this.perPhase.get(phase);
			return Duration.ofMillis((timeout instanceof Long millis) ? millis : this.defaultTimeout);
		}

		static Configured of(DefaultLifecycleProcessor processor) {
			Object perPhase = read(processor, "timeoutsForShutdownPhases");
			Object defaultTimeout = read(processor, "timeoutPerShutdownPhase");
			return new Configured((perPhase instanceof Map<?, ?> map) ? Map.copyOf(map) : Map.of(),
					(defaultTimeout instanceof Long millis) ? millis : SPRING_BOOT_DEFAULT);
		}

		private static @Nullable Object read(DefaultLifecycleProcessor processor, String name) {
			try {
				Field field = ReflectionUtils.findField(DefaultLifecycleProcessor.class, name);
				if (field == null) {
					return null;
				}
				ReflectionUtils.makeAccessible(field);
				return ReflectionUtils.getField(field, processor);
			}
			catch (RuntimeException ex) {
				logger.debug("Cannot read '{}' of the lifecycle processor", name, ex);
				return null;
			}
		}

	}

}
