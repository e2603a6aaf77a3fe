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

package io.github.shutdownspringboot.requests;

import java.util.List;

import io.github.shutdownspringboot.coordinator.InvalidShutdownConfigurationException;
import io.github.shutdownspringboot.http.RequestExclusion;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * The exclusions that the user has configured.
 */
final class ExcludedPaths implements RequestExclusion {

	private final List<PathPattern> patterns;

	ExcludedPaths(List<String> patterns) {
		this.patterns = patterns.stream().map(ExcludedPaths::parse).toList();
	}

	private static PathPattern parse(String pattern) {
		try {
			return PathPatternParser.defaultInstance.parse(pattern);
		}
		catch (PatternParseException ex) {
			throw new InvalidShutdownConfigurationException(
					"The property 'shutdown.requests.excluded-paths' has the value '%s', which is no path pattern: %s."
						.formatted(pattern, ex.getMessage()),
					"Write a path pattern, for example /internal/**.");
		}
	}

	@Override
	public boolean excludes(String path) {
		if (this.patterns.isEmpty()) {
			return false;
		}
		PathContainer container = PathContainer.parsePath(path);
		return this.patterns.stream().anyMatch((pattern) -> pattern.matches(container));
	}

}
