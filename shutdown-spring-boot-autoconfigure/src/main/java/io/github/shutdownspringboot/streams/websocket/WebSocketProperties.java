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

package io.github.shutdownspringboot.streams.websocket;

import java.util.Set;

import io.github.shutdownspringboot.coordinator.InvalidShutdownConfigurationException;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of WebSocket sessions.
 */
@ConfigurationProperties("shutdown.websocket")
final class WebSocketProperties implements InitializingBean {

	private static final Set<Integer> CLOSE_CODES = Set.of(1001, 1012);

	/**
	 * Code of the close frame that ends a session: 1001, "going away", or 1012, "service
	 * restart".
	 */
	private int closeCode = 1001;

	public int getCloseCode() {
		return this.closeCode;
	}

	public void setCloseCode(int closeCode) {
		this.closeCode = closeCode;
	}

	@Override
	public void afterPropertiesSet() {
		InvalidShutdownConfigurationException.check("shutdown.websocket.close-code", this.closeCode,
				CLOSE_CODES.contains(this.closeCode), "Set it to 1001 (going away) or 1012 (service restart).");
	}

}
