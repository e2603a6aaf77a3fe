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

import java.nio.file.Files;
import java.nio.file.Path;

import io.github.shutdownspringboot.coordinator.InvalidShutdownConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the history of shutdowns.
 */
@ConfigurationProperties("shutdown.history")
final class HistoryProperties implements InitializingBean {

	/**
	 * File that the history is kept in, one JSON object a line, so that it survives a
	 * restart. Each instance of the application needs its own. Not written unless set.
	 */
	private @Nullable Path file;

	/**
	 * How many shutdowns are remembered.
	 */
	private int size = 20;

	public @Nullable Path getFile() {
		return this.file;
	}

	public void setFile(@Nullable Path file) {
		this.file = file;
	}

	public int getSize() {
		return this.size;
	}

	public void setSize(int size) {
		this.size = size;
	}

	@Override
	public void afterPropertiesSet() {
		InvalidShutdownConfigurationException.check("shutdown.history.size", this.size,
				this.size > 0 && this.size <= 1000, "Set it to a number from 1 to 1000.");
		if (this.file != null) {
			InvalidShutdownConfigurationException.check("shutdown.history.file", this.file,
					!this.file.toString().isBlank() && !Files.isDirectory(this.file),
					"Set it to the path of a file; it is created when it is needed.");
		}
	}

}
