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

package io.github.shutdownspringboot.sample.chat;

import java.util.List;
import java.util.Map;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.socket.server.support.OriginHandshakeInterceptor;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

/**
 * Where the WebSocket is. {@code @EnableWebSocket} would do the same, and bring what
 * SockJS needs besides.
 */
@Configuration(proxyBeanMethods = false)
class WebSocketConfiguration {

	@Bean
	WebSocketHandlerMapping chatSocketMapping(ChatSocketHandler handler) {
		WebSocketHttpRequestHandler endpoint = new WebSocketHttpRequestHandler(handler);
		// Pages of other origins may not chat in the name of their visitors
		endpoint.setHandshakeInterceptors(List.of(new OriginHandshakeInterceptor()));
		WebSocketHandlerMapping mapping = new WebSocketHandlerMapping();
		mapping.setOrder(Ordered.HIGHEST_PRECEDENCE);
		mapping.setUrlMap(Map.of("/ws", endpoint));
		return mapping;
	}

}
