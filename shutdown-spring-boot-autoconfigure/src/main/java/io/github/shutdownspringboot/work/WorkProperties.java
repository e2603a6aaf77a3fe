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

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of background work.
 */
@ConfigurationProperties("shutdown.work")
final class WorkProperties implements InitializingBean {

	/**
	 * How long to wait for background work, executors and joined threads. What is still
	 * at work then is interrupted.
	 */
	private Duration timeout = Duration.ofSeconds(10);

	/**
	 * File that work which was cut is appended to, one JSON object a line. Not written
	 * unless set.
	 */
	private @Nullable Path unfinishedFile;

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public @Nullable Path getUnfinishedFile() {
		return this.unfinishedFile;
	}

	public void setUnfinishedFile(@Nullable Path unfinishedFile) {
		this.unfinishedFile = unfinishedFile;
	}

	@Override
	public void afterPropertiesSet() {
		InvalidShutdownConfigurationException.check("shutdown.work.timeout", this.timeout, this.timeout.toMillis() > 0,
				"Set it to a positive duration, for example 10s.");
		if (this.unfinishedFile != null) {
			InvalidShutdownConfigurationException.check("shutdown.work.unfinished-file", this.unfinishedFile,
					!this.unfinishedFile.toString().isBlank() && !Files.isDirectory(this.unfinishedFile),
					"Set it to the path of a file; it is created when it is needed.");
		}
	}

}
