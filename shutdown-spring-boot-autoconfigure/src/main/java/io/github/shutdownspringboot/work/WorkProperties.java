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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.github.shutdownspringboot.coordinator.InvalidShutdownConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of background work.
 *
 * @param timeout how long to wait for background work, executors and joined threads. What
 * is still at work then is interrupted
 * @param unfinishedFile file that work which was cut is appended to, one JSON object a
 * line. Not written unless set
 */
@ConfigurationProperties("shutdown.work")
record WorkProperties(@DefaultValue("10s") Duration timeout, @Nullable Path unfinishedFile) {

	WorkProperties {
		InvalidShutdownConfigurationException.check("shutdown.work.timeout", timeout, timeout.toMillis() > 0,
				"Set it to a positive duration, for example 10s.");
		if (unfinishedFile != null) {
			InvalidShutdownConfigurationException.check("shutdown.work.unfinished-file", unfinishedFile,
					!unfinishedFile.toString().isBlank() && !Files.isDirectory(unfinishedFile),
					"Set it to the path of a file; it is created when it is needed.");
		}
	}

}
