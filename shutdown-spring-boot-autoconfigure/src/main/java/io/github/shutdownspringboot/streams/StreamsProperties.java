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

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * Properties of open streams.
 */
@ConfigurationProperties("shutdown.streams")
final class StreamsProperties implements InitializingBean {

	/**
	 * Time a stream gets to end by itself. 5s on Kubernetes and 0s elsewhere unless set.
	 */
	private @Nullable Duration grace;

	/**
	 * When streams are ended, by pattern of their path: "finish" when the drain has no
	 * more time, "end" at its beginning, "grace" after the grace. The most specific
	 * pattern counts; write it in brackets.
	 */
	private Map<String, StreamPolicy> policies = Map.of();

	/**
	 * Time over which the streams are ended, so that clients do not come back in one
	 * instant.
	 */
	private Duration spread = Duration.ofSeconds(0);

	/**
	 * Time that ending one stream may take, when its client does not read or its
	 * application is in the middle of an event; then its connection is closed.
	 */
	private Duration writeTimeout = Duration.ofSeconds(2);

	/**
	 * Format of the termination events: "json", "named", "openai", or the name of a bean
	 * of type StreamTerminationEvents. Such a bean is used, and else "json", unless set.
	 */
	private @Nullable String format;

	/**
	 * What clients are told. Many look for the word "shutdown" in it.
	 */
	private String message = "Server shutdown in progress";

	/**
	 * What server-sent events give as "retry" before the termination events, as a
	 * duration. Not sent unless set; with a spread, up to that is added at random.
	 */
	private @Nullable Duration retry;

	/**
	 * Media types of responses that are streams. One that is not text/event-stream has
	 * one message a line.
	 */
	private List<String> mediaTypes = List.of("text/event-stream", "application/x-ndjson", "application/jsonl");

	public @Nullable Duration getGrace() {
		return this.grace;
	}

	public void setGrace(@Nullable Duration grace) {
		this.grace = grace;
	}

	public Map<String, StreamPolicy> getPolicies() {
		return this.policies;
	}

	public void setPolicies(Map<String, StreamPolicy> policies) {
		this.policies = Map.copyOf(policies);
	}

	public Duration getSpread() {
		return this.spread;
	}

	public void setSpread(Duration spread) {
		this.spread = spread;
	}

	public Duration getWriteTimeout() {
		return this.writeTimeout;
	}

	public void setWriteTimeout(Duration writeTimeout) {
		this.writeTimeout = writeTimeout;
	}

	public @Nullable String getFormat() {
		return this.format;
	}

	public void setFormat(@Nullable String format) {
		this.format = format;
	}

	public String getMessage() {
		return this.message;
	}

	public void setMessage(String message) {
		this.message = message;
	}

	public @Nullable Duration getRetry() {
		return this.retry;
	}

	public void setRetry(@Nullable Duration retry) {
		this.retry = retry;
	}

	public List<String> getMediaTypes() {
		return this.mediaTypes;
	}

	public void setMediaTypes(List<String> mediaTypes) {
		this.mediaTypes = List.copyOf(mediaTypes);
	}

	@Override
	public void afterPropertiesSet() {
		if (this.grace != null) {
			InvalidShutdownConfigurationException.check("shutdown.streams.grace", this.grace, !this.grace.isNegative(),
					"Set it to zero or a positive duration, for example 5s.");
		}
		InvalidShutdownConfigurationException.check("shutdown.streams.spread", this.spread, !this.spread.isNegative(),
				"Set it to zero or a positive duration, for example 3s.");
		InvalidShutdownConfigurationException.check("shutdown.streams.write-timeout", this.writeTimeout,
				this.writeTimeout.toMillis() > 0, "Set it to a positive duration, for example 2s.");
		InvalidShutdownConfigurationException.check("shutdown.streams.message", this.message, !this.message.isBlank(),
				"Write a message for clients; many look for the word \"shutdown\" in it.");
		if (this.retry != null) {
			InvalidShutdownConfigurationException.check("shutdown.streams.retry", this.retry, !this.retry.isNegative(),
					"Set it to zero or a positive duration, for example 3s.");
		}
		for (String mediaType : this.mediaTypes) {
			InvalidShutdownConfigurationException.check("shutdown.streams.media-types", mediaType,
					isMediaType(mediaType),
					"Write media types without parameters and wildcards, for example text/event-stream.");
		}
		new StreamPolicies(this.policies);
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
