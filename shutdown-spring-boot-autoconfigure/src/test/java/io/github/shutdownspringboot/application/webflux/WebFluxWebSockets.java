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

package io.github.shutdownspringboot.application.webflux;

import java.time.Duration;
import java.util.Map;

import reactor.core.publisher.Flux;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import org.springframework.web.server.WebFilter;

/**
 * WebSockets of different making on Spring WebFlux.
 */
@Configuration(proxyBeanMethods = false)
class WebFluxWebSockets implements WebFluxConfigurer {

	/**
	 * By default Spring decides by the class path, on which the tests have all servers.
	 */
	@Override
	public WebSocketService getWebSocketService() {
		return new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy());
	}

	@Bean
	HandlerMapping webSockets() {
		WebSocketHandler echo = (session) -> session
			.send(session.receive().map((message) -> session.textMessage(message.getPayloadAsText())));
		WebSocketHandler sending = (session) -> session.send(Flux.interval(Duration.ofMillis(100))
			.onBackpressureDrop()
			.map((i) -> session.textMessage("sending " + i)));
		WebSocketHandler flood = (session) -> session
			.send(Flux.range(0, 1_000).map((i) -> session.textMessage("flood ".repeat(10_000))));
		return new SimpleUrlHandlerMapping(Map.of("/ws/echo", echo, "/ws/sending", sending, "/ws/flood", flood),
				Ordered.HIGHEST_PRECEDENCE);
	}

	/**
	 * As the firewall of Spring Security does, which is there whenever that is.
	 */
	@Bean
	WebFilter requestDecoratingFilter() {
		return (exchange, chain) -> chain
			.filter(exchange.mutate().request(new ServerHttpRequestDecorator(exchange.getRequest())).build());
	}

}
