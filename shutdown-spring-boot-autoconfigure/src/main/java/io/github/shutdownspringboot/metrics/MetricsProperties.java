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

package io.github.shutdownspringboot.metrics;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the meters.
 */
@ConfigurationProperties("shutdown.metrics")
final class MetricsProperties {

	/**
	 * Whether meter registries are closed at the end of the shutdown, so that what a
	 * registry publishes last holds the shutdown, and not when it begins.
	 */
	private boolean deferClose = true;

	public boolean isDeferClose() {
		return this.deferClose;
	}

	public void setDeferClose(boolean deferClose) {
		this.deferClose = deferClose;
	}

}
