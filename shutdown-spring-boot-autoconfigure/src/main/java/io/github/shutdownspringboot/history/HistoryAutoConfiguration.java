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

import java.nio.file.Path;

import io.github.shutdownspringboot.coordinator.ConditionalOnShutdown;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for the history of shutdowns.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ShutdownCoordinatorAutoConfiguration.class)
@ConditionalOnShutdown
@EnableConfigurationProperties(HistoryProperties.class)
public final class HistoryAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ShutdownHistory shutdownHistory(HistoryProperties properties) {
		Path file = properties.getFile();
		return (file != null) ? new FileShutdownHistory(file, properties.getSize())
				: new InMemoryShutdownHistory(properties.getSize());
	}

	@Bean
	HistoryRecorder shutdownHistoryRecorder(ShutdownHistory shutdownHistory, ShutdownCoordinator shutdownCoordinator,
			ShutdownClock shutdownClock, HistoryProperties properties) {
		Path file = properties.getFile();
		RunMarker marker = (file != null)
				? new RunMarker(file.resolveSibling(file.getFileName() + ".running"), shutdownClock) : null;
		return new HistoryRecorder(shutdownHistory, shutdownCoordinator, marker);
	}

}
