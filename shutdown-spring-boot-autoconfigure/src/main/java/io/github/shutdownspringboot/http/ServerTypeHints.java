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

package io.github.shutdownspringboot.http;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Lets a native image find the servers that are looked for by the names of their types.
 */
final class ServerTypeHints implements RuntimeHintsRegistrar {

	private static final List<String> TYPES = List.of("jakarta.servlet.http.HttpServletRequest",
			"org.apache.catalina.connector.RequestFacade", "org.apache.tomcat.websocket.server.WsHttpUpgradeHandler",
			"org.eclipse.jetty.ee11.servlet.ServletApiRequest",
			"org.springframework.boot.web.server.context.WebServerApplicationContext",
			"reactor.netty.http.server.HttpServerRequest");

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		TYPES.forEach((name) -> hints.reflection().registerTypeIfPresent(classLoader, name));
	}

}
