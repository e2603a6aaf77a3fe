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
import java.util.Locale;

import io.github.shutdownspringboot.coordinator.InvalidShutdownConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of reports.
 */
@ConfigurationProperties("shutdown.report")
final class ReportProperties implements InitializingBean {

	static final String AUTO = "auto";

	static final String NEVER = "never";

	/**
	 * File that a picture of the shutdown is written to; its name ends with .html or
	 * .svg. Not written unless set.
	 */
	private @Nullable Path file;

	/**
	 * Where the termination message of the container goes: the path of a file, 'never',
	 * or 'auto' for /dev/termination-log on Kubernetes.
	 */
	private String terminationLog = AUTO;

	public @Nullable Path getFile() {
		return this.file;
	}

	public void setFile(@Nullable Path file) {
		this.file = file;
	}

	public String getTerminationLog() {
		return this.terminationLog;
	}

	public void setTerminationLog(String terminationLog) {
		this.terminationLog = terminationLog;
	}

	@Override
	public void afterPropertiesSet() {
		if (this.file != null) {
			InvalidShutdownConfigurationException.check("shutdown.report.file", this.file,
					isSvg(this.file) || this.file.toString().toLowerCase(Locale.ROOT).endsWith(".html"),
					"Set it to the path of a file that ends with .html or .svg.");
		}
		String log = this.terminationLog;
		InvalidShutdownConfigurationException.check("shutdown.report.termination-log", log,
				log.equals(AUTO) || log.equals(NEVER) || log.contains("/") || log.contains("\\"),
				"Set it to 'auto', 'never' or the path of a file.");
	}

	static boolean isSvg(Path file) {
		return file.toString().toLowerCase(Locale.ROOT).endsWith(".svg");
	}

}
