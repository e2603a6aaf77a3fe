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

import io.github.shutdownspringboot.streams.websocket.WebSocketSessions;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.reactive.socket.server.support.WebSocketHandlerAdapter;

/**
 * Lets the sessions of an adapter be ended, by building it anew around the service that
 * it has.
 */
final class WebSocketHandlerAdapterPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<WebSocketSessions> sessions;

	WebSocketHandlerAdapterPostProcessor(ObjectProvider<WebSocketSessions> sessions) {
		this.sessions = sessions;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		// What a subclass does cannot be copied
		if (bean.getClass() != WebSocketHandlerAdapter.class) {
			return bean;
		}
		WebSocketHandlerAdapter original = (WebSocketHandlerAdapter) bean;
		WebSocketHandlerAdapter adapter = new WebSocketHandlerAdapter(
				new EndableWebSocketService(original.getWebSocketService(), this.sessions));
		adapter.setOrder(original.getOrder());
		return adapter;
	}

}
