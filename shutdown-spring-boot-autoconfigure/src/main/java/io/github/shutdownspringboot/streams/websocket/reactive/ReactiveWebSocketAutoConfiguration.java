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

package io.github.shutdownspringboot.streams.websocket.reactive;

import io.github.shutdownspringboot.coordinator.ConditionalOnShutdown;
import io.github.shutdownspringboot.streams.websocket.WebSocketAutoConfiguration;
import io.github.shutdownspringboot.streams.websocket.WebSocketSessions;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.socket.server.support.WebSocketHandlerAdapter;

/**
 * {@link AutoConfiguration Auto-configuration} for WebSocket sessions of reactive
 * servers.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WebSocketAutoConfiguration.class)
@ConditionalOnShutdown(bean = "shutdownWebSocketSessions")
@ConditionalOnClass(WebSocketHandlerAdapter.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
public final class ReactiveWebSocketAutoConfiguration {

	@Bean
	static WebSocketHandlerAdapterPostProcessor shutdownWebSocketHandlerAdapterPostProcessor(
			ObjectProvider<WebSocketSessions> sessions) {
		return new WebSocketHandlerAdapterPostProcessor(sessions);
	}

}
