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

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of in-flight requests.
 *
 * @param timeout how long to wait for in-flight requests. Less if shutdown.timeout leaves
 * less
 * @param interruptOnTimeout whether threads that are at work on a request after that time
 * are interrupted. An asynchronous request is answered 503 in any case
 * @param whileDraining what happens to requests that come while in-flight requests are
 * waited for
 * @param retryAfter when a client that is turned away should try again
 * @param excludedPaths path patterns of requests that are neither counted nor refused.
 * Actuator endpoints on the port of the application never are
 */
@ConfigurationProperties("shutdown.requests")
record RequestsProperties(@DefaultValue("20s") Duration timeout, @DefaultValue("false") boolean interruptOnTimeout,
		@DefaultValue("reject") WhileDraining whileDraining, @DefaultValue("1s") Duration retryAfter,
		@DefaultValue List<String> excludedPaths) {

	RequestsProperties {
		InvalidShutdownConfigurationException.check("shutdown.requests.timeout", timeout, timeout.toMillis() > 0,
				"Set it to a positive duration, for example 20s.");
		InvalidShutdownConfigurationException.check("shutdown.requests.retry-after", retryAfter,
				retryAfter.toMillis() > 0, "Set it to a positive duration, for example 1s.");
		InvalidShutdownConfigurationException.check("shutdown.requests.excluded-paths", excludedPaths,
				excludedPaths.stream().allMatch((path) -> path.startsWith("/")),
				"Begin each pattern with a slash, for example /internal/**.");
		excludedPaths = List.copyOf(excludedPaths);
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
