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

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of WebSocket sessions.
 *
 * @param closeCode code of the close frame that ends a session: 1001, "going away", or
 * 1012, "service restart"
 */
@ConfigurationProperties("shutdown.websocket")
record WebSocketProperties(@DefaultValue("1001") int closeCode) {

	private static final Set<Integer> CLOSE_CODES = Set.of(1001, 1012);

	WebSocketProperties {
		InvalidShutdownConfigurationException.check("shutdown.websocket.close-code", closeCode,
				CLOSE_CODES.contains(closeCode), "Set it to 1001 (going away) or 1012 (service restart).");
	}

}
