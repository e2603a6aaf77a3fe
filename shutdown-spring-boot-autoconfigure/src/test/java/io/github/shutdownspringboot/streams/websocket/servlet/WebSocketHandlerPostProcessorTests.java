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

package io.github.shutdownspringboot.streams.websocket.servlet;

import java.util.List;
import java.util.Map;

import io.github.shutdownspringboot.streams.websocket.WebSocketSessions;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.context.Lifecycle;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.socket.SubProtocolCapable;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;
import org.springframework.web.socket.server.support.HttpSessionHandshakeInterceptor;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;
import org.springframework.web.socket.sockjs.SockJsService;
import org.springframework.web.socket.sockjs.support.SockJsHttpRequestHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebSocketHandlerPostProcessor}.
 */
class WebSocketHandlerPostProcessorTests {

	private final WebSocketHandlerPostProcessor postProcessor = new WebSocketHandlerPostProcessor(
			new StaticListableBeanFactory().getBeanProvider(WebSocketSessions.class));

	@Test
	void anEndpointOfAMappingKeepsWhatItIsMadeOf() {
		WebSocketHandler userHandler = new TextWebSocketHandler();
		WebSocketHttpRequestHandler original = new WebSocketHttpRequestHandler(userHandler);
		HttpSessionHandshakeInterceptor interceptor = new HttpSessionHandshakeInterceptor();
		original.setHandshakeInterceptors(List.of(interceptor));
		SimpleUrlHandlerMapping mapping = new WebSocketHandlerMapping();
		mapping.setUrlMap(Map.of("/ws", original, "/other", "other"));
		assertThat(this.postProcessor.postProcessAfterInstantiation(mapping, "mapping")).isTrue();
		assertThat(mapping.getUrlMap().get("/ws")).isInstanceOfSatisfying(EndableRequestHandler.class, (handler) -> {
			assertThat(handler.getHandshakeHandler()).isSameAs(original.getHandshakeHandler());
			assertThat(handler.getHandshakeInterceptors()).startsWith(interceptor).hasSize(2);
			assertThat(WebSocketHandlerDecorator.unwrap(handler.getWebSocketHandler())).isSameAs(userHandler);
		});
		assertThat(mapping.getUrlMap().get("/other")).isEqualTo("other");
	}

	@Test
	void anEndpointThatIsABeanIsReplaced() {
		assertThat(this.postProcessor
			.postProcessAfterInitialization(new WebSocketHttpRequestHandler(new TextWebSocketHandler()), "handler"))
			.isInstanceOf(EndableRequestHandler.class);
	}

	@Test
	void stompIsLeftAlone() {
		WebSocketHttpRequestHandler handler = new WebSocketHttpRequestHandler(new StompLikeHandler());
		assertThat(this.postProcessor.postProcessAfterInitialization(handler, "handler")).isSameAs(handler);
	}

	@Test
	void sockJsIsLeftAlone() {
		SimpleUrlHandlerMapping mapping = new WebSocketHandlerMapping();
		Object handler = new SockJsHttpRequestHandler(Mockito.mock(SockJsService.class), new TextWebSocketHandler());
		mapping.setUrlMap(Map.of("/sockjs/**", handler));
		this.postProcessor.postProcessAfterInstantiation(mapping, "mapping");
		assertThat(mapping.getUrlMap().get("/sockjs/**")).isSameAs(handler);
	}

	private static final class StompLikeHandler extends TextWebSocketHandler implements SubProtocolCapable, Lifecycle {

		@Override
		public List<String> getSubProtocols() {
			return List.of("v12.stomp");
		}

		@Override
		public void start() {
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return true;
		}

	}

}
