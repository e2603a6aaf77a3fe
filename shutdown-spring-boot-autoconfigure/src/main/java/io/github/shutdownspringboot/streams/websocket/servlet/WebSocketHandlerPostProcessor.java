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

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.shutdownspringboot.streams.websocket.WebSocketSessions;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.context.Lifecycle;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.socket.SubProtocolCapable;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

/**
 * Lets the sessions of each WebSocket endpoint be ended, whether it is a bean or, like
 * those of a {@code WebSocketConfigurer}, only in the mapping.
 */
final class WebSocketHandlerPostProcessor implements InstantiationAwareBeanPostProcessor {

	private final ObjectProvider<WebSocketSessions> sessions;

	WebSocketHandlerPostProcessor(ObjectProvider<WebSocketSessions> sessions) {
		this.sessions = sessions;
	}

	/**
	 * A mapping reads its map when it gets the application context, which is before other
	 * post-processors have their turn.
	 */
	@Override
	public boolean postProcessAfterInstantiation(Object bean, String beanName) {
		if (bean instanceof SimpleUrlHandlerMapping mapping) {
			Map<String, Object> replaced = new LinkedHashMap<>();
			mapping.getUrlMap().forEach((path, handler) -> replaced.put(path, replace(handler)));
			if (!replaced.equals(mapping.getUrlMap())) {
				mapping.setUrlMap(replaced);
			}
		}
		return true;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return replace(bean);
	}

	private Object replace(Object candidate) {
		// What a subclass does cannot be copied
		return (candidate instanceof WebSocketHttpRequestHandler handler
				&& handler.getClass() == WebSocketHttpRequestHandler.class
				&& !closesItsSessions(handler.getWebSocketHandler()))
						? new EndableRequestHandler(handler, this.sessions) : candidate;
	}

	/**
	 * Return whether a handler is the one of STOMP, which ends its sessions when Spring
	 * stops it. Its type is not named here because it needs another library.
	 * @param handler the handler
	 * @return whether it is
	 */
	private static boolean closesItsSessions(WebSocketHandler handler) {
		WebSocketHandler innermost = WebSocketHandlerDecorator.unwrap(handler);
		return innermost instanceof SubProtocolCapable && innermost instanceof Lifecycle;
	}

}
