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

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.shutdownspringboot.coordinator.InvalidShutdownConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Finds the format that the application wants its termination events in.
 */
final class TerminationFormats {

	private static final String PROPERTY = "shutdown.streams.format";

	private final ObjectProvider<StreamTerminationEvents> custom;

	private final ListableBeanFactory beanFactory;

	TerminationFormats(ObjectProvider<StreamTerminationEvents> custom, ListableBeanFactory beanFactory) {
		this.custom = custom;
		this.beanFactory = beanFactory;
	}

	/**
	 * Find a format.
	 * @param name what the property says, if it is set
	 * @return the format
	 * @throws InvalidShutdownConfigurationException if there is no such format, or none
	 * is named and there are several beans
	 */
	StreamTerminationEvents get(@Nullable String name) {
		return (name != null) ? getNamed(name) : getDefault();
	}

	private StreamTerminationEvents getDefault() {
		try {
			StreamTerminationEvents custom = this.custom.getIfAvailable();
			return (custom != null) ? custom : TerminationFormat.JSON;
		}
		catch (NoUniqueBeanDefinitionException ex) {
			throw new InvalidShutdownConfigurationException(
					"There are several beans of type StreamTerminationEvents: %s."
						.formatted(String.join(", ", getBeanNames())),
					"Set '%s' to the name of one of them, or make one of them primary.".formatted(PROPERTY));
		}
	}

	private StreamTerminationEvents getNamed(String name) {
		for (TerminationFormat format : TerminationFormat.values()) {
			if (format.name().equalsIgnoreCase(name)) {
				return format;
			}
		}
		if (!Arrays.asList(getBeanNames()).contains(name)) {
			String choice = Stream
				.concat(Arrays.stream(TerminationFormat.values())
					.map((format) -> format.name().toLowerCase(Locale.ROOT)), Arrays.stream(getBeanNames()))
				.collect(Collectors.joining(", "));
			throw new InvalidShutdownConfigurationException(
					"The property '%s' has the value '%s', which is no format.".formatted(PROPERTY, name),
					"Set it to one of %s, or to the name of a bean of type StreamTerminationEvents.".formatted(choice));
		}
		return this.beanFactory.getBean(name, StreamTerminationEvents.class);
	}

	private String[] getBeanNames() {
		return this.beanFactory.getBeanNamesForType(StreamTerminationEvents.class);
	}

}
