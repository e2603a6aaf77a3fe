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

import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A number that a feature measures, without a word about who collects it.
 *
 * @param type how the number moves
 * @param name the name of the meter
 * @param tags its tags
 * @param description what is measured, for people
 * @param unit what is counted, in the plural
 * @param value reads the number; called at any time on any thread
 * @since 0.1.0
 */
@Internal
public record Measurement(Type type, String name, Map<String, String> tags, String description, String unit,
		LongSupplier value) {

	public Measurement {
		tags = Map.copyOf(tags);
	}

	/**
	 * How a number moves.
	 */
	public enum Type {

		/**
		 * Only grows.
		 */
		COUNTER,

		/**
		 * Grows and shrinks.
		 */
		GAUGE,

		/**
		 * A time in milliseconds, which grows and shrinks.
		 */
		TIME_GAUGE

	}

}
