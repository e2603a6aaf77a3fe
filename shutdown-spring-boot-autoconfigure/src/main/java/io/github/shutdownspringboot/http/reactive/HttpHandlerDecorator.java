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

package io.github.shutdownspringboot.http.reactive;

import io.github.shutdownspringboot.coordinator.Internal;

import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.HttpHandler;

/**
 * Puts something round the {@link HttpHandler} of the application, and not round that of
 * a management server of its own, which Spring's {@code HttpHandlerDecoratorFactory}
 * cannot tell apart. The decorator with the lowest order is the outermost.
 *
 * @since 0.1.0
 */
@Internal
public interface HttpHandlerDecorator extends Ordered {

	/**
	 * Put something round a handler.
	 * @param handler the handler
	 * @return what is round it
	 */
	HttpHandler decorate(HttpHandler handler);

}
