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

import java.time.Duration;

import io.github.shutdownspringboot.coordinator.InvalidShutdownConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of open streams.
 *
 * @param grace time a stream gets to end by itself. 5s on Kubernetes and 0s elsewhere
 * unless set
 * @param writeTimeout time that ending one stream may take, when its client does not read
 * or its application is in the middle of an event
 * @param message what clients are told. Many look for the word "shutdown" in it
 */
@ConfigurationProperties("shutdown.streams")
record StreamsProperties(@Nullable Duration grace, @DefaultValue("2s") Duration writeTimeout,
		@DefaultValue("Server shutdown in progress") String message) {

	StreamsProperties {
		if (grace != null) {
			InvalidShutdownConfigurationException.check("shutdown.streams.grace", grace, (value) -> !value.isNegative(),
					"Set it to zero or a positive duration, for example 5s.");
		}
		InvalidShutdownConfigurationException.check("shutdown.streams.write-timeout", writeTimeout,
				(value) -> value.toMillis() > 0, "Set it to a positive duration, for example 2s.");
		InvalidShutdownConfigurationException.check("shutdown.streams.message", message, (value) -> !value.isBlank(),
				"Write a message for clients; many look for the word \"shutdown\" in it.");
	}

}
