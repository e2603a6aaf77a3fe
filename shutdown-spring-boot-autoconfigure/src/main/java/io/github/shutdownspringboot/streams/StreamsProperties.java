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
import java.util.List;
import java.util.Map;

import io.github.shutdownspringboot.coordinator.InvalidShutdownConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * Properties of open streams.
 *
 * @param grace time a stream gets to end by itself. 5s on Kubernetes and 0s elsewhere
 * unless set
 * @param policies when streams are ended, by pattern of their path: "finish" when the
 * drain has no more time, "end" at its beginning, "grace" after the grace. The most
 * specific pattern counts; write it in brackets
 * @param spread time over which the streams are ended, so that clients do not come back
 * in one instant
 * @param writeTimeout time that ending one stream may take, when its client does not read
 * or its application is in the middle of an event; then its connection is closed
 * @param format format of the termination events: "json", "named", "openai", or the name
 * of a bean of type StreamTerminationEvents. Such a bean is used, and else "json", unless
 * set
 * @param message what clients are told. Many look for the word "shutdown" in it
 * @param retry what server-sent events give as "retry" before the termination events, as
 * a duration. Not sent unless set; with a spread, up to that is added at random
 * @param mediaTypes media types of responses that are streams. One that is not
 * text/event-stream has one message a line
 */
// @formatter:off
@ConfigurationProperties("shutdown.streams")
record StreamsProperties(@Nullable Duration grace, @DefaultValue Map<String, StreamPolicy> policies,
		@DefaultValue("0s") Duration spread, @DefaultValue("2s") Duration writeTimeout, @Nullable String format,
		@DefaultValue("Server shutdown in progress") String message, @Nullable Duration retry,
		@DefaultValue({ "text/event-stream", "application/x-ndjson", "application/jsonl" }) List<String> mediaTypes) {
	// @formatter:on

	StreamsProperties {
		if (grace != null) {
			InvalidShutdownConfigurationException.check("shutdown.streams.grace", grace, !grace.isNegative(),
					"Set it to zero or a positive duration, for example 5s.");
		}
		InvalidShutdownConfigurationException.check("shutdown.streams.spread", spread, !spread.isNegative(),
				"Set it to zero or a positive duration, for example 3s.");
		InvalidShutdownConfigurationException.check("shutdown.streams.write-timeout", writeTimeout,
				writeTimeout.toMillis() > 0, "Set it to a positive duration, for example 2s.");
		InvalidShutdownConfigurationException.check("shutdown.streams.message", message, !message.isBlank(),
				"Write a message for clients; many look for the word \"shutdown\" in it.");
		if (retry != null) {
			InvalidShutdownConfigurationException.check("shutdown.streams.retry", retry, !retry.isNegative(),
					"Set it to zero or a positive duration, for example 3s.");
		}
		policies = Map.copyOf(policies);
		mediaTypes = List.copyOf(mediaTypes);
		mediaTypes.forEach(StreamsProperties::checkMediaType);
		new StreamPolicies(policies);
	}

	private static void checkMediaType(String value) {
		InvalidShutdownConfigurationException.check("shutdown.streams.media-types", value, isMediaType(value),
				"Write media types without parameters and wildcards, for example text/event-stream.");
	}

	private static boolean isMediaType(String value) {
		try {
			MimeType mimeType = MimeTypeUtils.parseMimeType(value);
			return mimeType.isConcrete() && mimeType.getParameters().isEmpty();
		}
		catch (InvalidMimeTypeException ex) {
			return false;
		}
	}

}
