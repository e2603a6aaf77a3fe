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

package io.github.shutdownspringboot.coordinator;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * The application is configured in a way that cannot work. It does not start, and the
 * message says what to do.
 *
 * @since 0.1.0
 */
@Internal
public final class InvalidShutdownConfigurationException extends IllegalArgumentException {

	private final String description;

	private final String action;

	public InvalidShutdownConfigurationException(String description, String action) {
		super(description + " " + action);
		this.description = description;
		this.action = action;
	}

	/**
	 * Check the value of a property.
	 * @param property the name of the property
	 * @param value its value
	 * @param valid whether that will do
	 * @param remedy what to write instead, a sentence
	 * @throws InvalidShutdownConfigurationException if it will not do
	 */
	public static void check(String property, Object value, boolean valid, String remedy) {
		if (!valid) {
			throw of(property, value, remedy);
		}
	}

	/**
	 * Make one for the value of a property.
	 * @param property the name of the property
	 * @param value its value
	 * @param remedy what to write instead, a sentence
	 * @return the exception
	 */
	public static InvalidShutdownConfigurationException of(String property, Object value, String remedy) {
		return new InvalidShutdownConfigurationException(
				"The property '%s' has the value '%s'.".formatted(property, print(value)), remedy);
	}

	/**
	 * Print a value as it is written in a configuration file.
	 * @param value the value
	 * @return what is written
	 */
	public static String print(Object value) {
		if (!(value instanceof Duration duration)) {
			return value.toString();
		}
		boolean seconds = duration.equals(duration.truncatedTo(ChronoUnit.SECONDS));
		return seconds ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
	}

	/**
	 * Return what is wrong.
	 * @return a sentence
	 */
	public String getDescription() {
		return this.description;
	}

	/**
	 * Return what to do about it.
	 * @return a sentence
	 */
	public String getAction() {
		return this.action;
	}

}
