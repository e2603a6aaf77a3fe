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

package io.github.shutdownspringboot.work;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

import io.github.shutdownspringboot.coordinator.BeanCloser;
import io.github.shutdownspringboot.coordinator.ConditionalOnShutdown;
import io.github.shutdownspringboot.coordinator.PhaseTimeout;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.coordinator.ShutdownPhases;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} for background work.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ShutdownCoordinatorAutoConfiguration.class)
@ConditionalOnShutdown
@EnableConfigurationProperties(WorkProperties.class)
public final class WorkAutoConfiguration {

	/**
	 * An executor that waits for its tasks is left to wait for less than this.
	 */
	private static final Duration MARGIN = Duration.ofSeconds(5);

	@Bean
	DefaultWorkTracker shutdownWorkTracker(ShutdownClock shutdownClock) {
		return new DefaultWorkTracker(shutdownClock);
	}

	@Bean
	static ExecutorBeans shutdownExecutorBeans(ObjectProvider<WorkProperties> properties,
			ObjectProvider<ShutdownClock> shutdownClock, ObjectProvider<BeanCloser> closers) {
		return new ExecutorBeans(() -> properties.getObject().getTimeout().plus(MARGIN), shutdownClock::getObject,
				() -> closers.stream().toList());
	}

	@Bean
	static TrackedWorkPostProcessor shutdownTrackedWorkPostProcessor(Environment environment) {
		return new TrackedWorkPostProcessor(
				environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true));
	}

	@Bean
	static TrackedAsyncPostProcessor shutdownTrackedAsyncPostProcessor() {
		return new TrackedAsyncPostProcessor();
	}

	@Bean
	@ConditionalOnProperty("shutdown.work.unfinished-file")
	UnfinishedWorkFile shutdownUnfinishedWorkFile(WorkProperties properties) {
		Path file = Objects.requireNonNull(properties.getUnfinishedFile());
		return new UnfinishedWorkFile(file);
	}

	@Bean
	@ConditionalOnMissingBean(name = "workStage")
	WorkStage workStage(DefaultWorkTracker shutdownWorkTracker, ExecutorBeans shutdownExecutorBeans,
			ShutdownClock shutdownClock, ObjectProvider<UnfinishedWorkHandler> handlers, WorkProperties properties) {
		return new WorkStage(shutdownWorkTracker, shutdownExecutorBeans, shutdownClock,
				new UnfinishedWorkHandlers(handlers), properties.getTimeout());
	}

	/**
	 * The executors of Spring, which wait in the same phase, get no longer than the
	 * stage.
	 * @param properties say how long that is
	 * @return the limit
	 */
	@Bean
	PhaseTimeout workPhaseTimeout(WorkProperties properties) {
		return new PhaseTimeout(ShutdownPhases.WORK, properties.getTimeout());
	}

}
