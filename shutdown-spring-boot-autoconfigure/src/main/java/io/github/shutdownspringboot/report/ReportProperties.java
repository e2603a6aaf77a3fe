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

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of reports.
 *
 * @param file file that a picture of the shutdown is written to; its name ends with .html
 * or .svg. Not written unless set
 * @param terminationLog where the termination message of the container goes: the path of
 * a file, 'never', or 'auto' for /dev/termination-log on Kubernetes
 */
@ConfigurationProperties("shutdown.report")
record ReportProperties(@Nullable Path file, @DefaultValue(ReportProperties.AUTO) String terminationLog) {

	static final String AUTO = "auto";

	static final String NEVER = "never";

	ReportProperties {
		if (file != null) {
			InvalidShutdownConfigurationException.check("shutdown.report.file", file,
					isSvg(file) || file.toString().toLowerCase(Locale.ROOT).endsWith(".html"),
					"Set it to the path of a file that ends with .html or .svg.");
		}
		InvalidShutdownConfigurationException.check("shutdown.report.termination-log", terminationLog,
				terminationLog.equals(AUTO) || terminationLog.equals(NEVER) || terminationLog.contains("/")
						|| terminationLog.contains("\\"),
				"Set it to 'auto', 'never' or the path of a file.");
	}

	static boolean isSvg(Path file) {
		return file.toString().toLowerCase(Locale.ROOT).endsWith(".svg");
	}

}
