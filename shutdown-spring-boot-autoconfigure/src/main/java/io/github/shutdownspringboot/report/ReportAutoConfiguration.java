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

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.shutdownspringboot.coordinator.ConditionalOnShutdown;
import io.github.shutdownspringboot.coordinator.PlatformDefaults;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinatorAutoConfiguration;
import io.github.shutdownspringboot.coordinator.ShutdownReportSink;
import io.github.shutdownspringboot.coordinator.StatusContributor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} for reports of the shutdown.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ShutdownCoordinatorAutoConfiguration.class)
@ConditionalOnShutdown
@EnableConfigurationProperties(ReportProperties.class)
public final class ReportAutoConfiguration {

	private static final Path KUBERNETES_TERMINATION_LOG = Path.of("/dev/termination-log");

	@Bean
	ShutdownReportSink shutdownTerminationLog(ReportProperties properties, Environment environment) {
		return switch (properties.getTerminationLog()) {
			case ReportProperties.NEVER -> ShutdownReportSink.NOWHERE;
			case ReportProperties.AUTO ->
				(CloudPlatform.KUBERNETES.isActive(environment) && !PlatformDefaults.isTest(environment))
						? new TerminationLog(KUBERNETES_TERMINATION_LOG) : ShutdownReportSink.NOWHERE;
			default -> new TerminationLog(Path.of(properties.getTerminationLog()));
		};
	}

	@Bean
	@ConditionalOnProperty("shutdown.report.file")
	CountsRecorder shutdownCountsRecorder(ShutdownClock shutdownClock, ObjectProvider<StatusContributor> contributors) {
		List<StatusContributor> all = contributors.orderedStream().toList();
		return new CountsRecorder(shutdownClock, () -> {
			Map<String, Long> counts = new HashMap<>();
			all.forEach((contributor) -> counts.putAll(contributor.getCounts()));
			return counts;
		});
	}

	@Bean
	@ConditionalOnProperty("shutdown.report.file")
	ReportFile shutdownReportFile(ReportProperties properties, CountsRecorder shutdownCountsRecorder,
			Environment environment) {
		return new ReportFile(Objects.requireNonNull(properties.getFile()), shutdownCountsRecorder,
				environment.getProperty("spring.application.name", ""));
	}

}
