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

package io.github.shutdownspringboot.streams;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import io.github.shutdownspringboot.coordinator.InvalidShutdownConfigurationException;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Knows which policy a stream falls under: that of the most specific pattern which its
 * path matches.
 */
final class StreamPolicies {

	private static final String PROPERTY = "shutdown.streams.policies";

	private final List<Rule> rules;

	StreamPolicies(Map<String, StreamPolicy> policies) {
		List<Rule> rules = new ArrayList<>(policies.size());
		for (Map.Entry<String, StreamPolicy> policy : policies.entrySet()) {
			rules.add(new Rule(parse(policy.getKey()), policy.getValue()));
		}
		if (rules.size() > 1) {
			rules.sort(Comparator.comparing(Rule::pattern, PathPattern.SPECIFICITY_COMPARATOR));
		}
		this.rules = rules;
	}

	private static PathPattern parse(String pattern) {
		if (!pattern.startsWith("/")) {
			throw new InvalidShutdownConfigurationException(
					"The property '%s' has the key '%s', which is no path pattern.".formatted(PROPERTY, pattern),
					"Begin it with a slash and put it in brackets, for example \"[/api/chat/**]\": finish; without "
							+ "brackets the slashes are lost.");
		}
		try {
			return PathPatternParser.defaultInstance.parse(pattern);
		}
		catch (PatternParseException ex) {
			throw new InvalidShutdownConfigurationException(
					"The property '%s' has the key '%s', which is no path pattern: %s.".formatted(PROPERTY, pattern,
							ex.getMessage()),
					"Write a path pattern, for example \"[/api/chat/**]\": finish.");
		}
	}

	StreamPolicy get(String path) {
		if (this.rules.isEmpty()) {
			return StreamPolicy.GRACE;
		}
		PathContainer container = PathContainer.parsePath(path);
		return this.rules.stream()
			.filter((rule) -> rule.pattern().matches(container))
			.map(Rule::policy)
			.findFirst()
			.orElse(StreamPolicy.GRACE);
	}

	boolean use(StreamPolicy policy) {
		for (Rule rule : this.rules) {
			if (rule.policy() == policy) {
				return true;
			}
		}
		return false;
	}

	private record Rule(PathPattern pattern, StreamPolicy policy) {

	}

}
