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

import java.time.Duration;
import java.util.List;

import io.github.shutdownspringboot.coordinator.InvalidShutdownConfigurationException;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of in-flight requests.
 */
@ConfigurationProperties("shutdown.requests")
final class RequestsProperties implements InitializingBean {

	/**
	 * How long to wait for in-flight requests. Less if shutdown.timeout leaves less.
	 */
	private Duration timeout = Duration.ofSeconds(20);

	/**
	 * Whether threads that are at work on a request after that time are interrupted. An
	 * asynchronous request is answered 503 in any case.
	 */
	private boolean interruptOnTimeout;

	/**
	 * What happens to requests that come while in-flight requests are waited for.
	 */
	private WhileDraining whileDraining = WhileDraining.REJECT;

	/**
	 * When a client that is turned away should try again.
	 */
	private Duration retryAfter = Duration.ofSeconds(1);

	/**
	 * Path patterns of requests that are neither counted nor refused. Actuator endpoints
	 * on the port of the application never are.
	 */
	private List<String> excludedPaths = List.of();

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public boolean isInterruptOnTimeout() {
		return this.interruptOnTimeout;
	}

	public void setInterruptOnTimeout(boolean interruptOnTimeout) {
		this.interruptOnTimeout = interruptOnTimeout;
	}

	public WhileDraining getWhileDraining() {
		return this.whileDraining;
	}

	public void setWhileDraining(WhileDraining whileDraining) {
		this.whileDraining = whileDraining;
	}

	public Duration getRetryAfter() {
		return this.retryAfter;
	}

	public void setRetryAfter(Duration retryAfter) {
		this.retryAfter = retryAfter;
	}

	public List<String> getExcludedPaths() {
		return this.excludedPaths;
	}

	public void setExcludedPaths(List<String> excludedPaths) {
		this.excludedPaths = List.copyOf(excludedPaths);
	}

	@Override
	public void afterPropertiesSet() {
		InvalidShutdownConfigurationException.check("shutdown.requests.timeout", this.timeout,
				this.timeout.toMillis() > 0, "Set it to a positive duration, for example 20s.");
		InvalidShutdownConfigurationException.check("shutdown.requests.retry-after", this.retryAfter,
				this.retryAfter.toMillis() > 0, "Set it to a positive duration, for example 1s.");
		for (String path : this.excludedPaths) {
			InvalidShutdownConfigurationException.check("shutdown.requests.excluded-paths", path, path.startsWith("/"),
					"Begin each pattern with a slash, for example /internal/**.");
		}
	}

	/**
	 * What happens to requests that come while draining.
	 */
	enum WhileDraining {

		/**
		 * They are answered 503.
		 */
		REJECT,

		/**
		 * They are served, and the connection is closed after the response.
		 */
		SERVE

	}

}
