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

package io.github.shutdownspringboot.streams.reactive;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.http.RequestHead;
import io.github.shutdownspringboot.http.StreamMediaTypes;
import io.github.shutdownspringboot.http.reactive.HttpHandlerDecorator;
import io.github.shutdownspringboot.streams.StreamRegistry;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Watches each tracked response for an event stream; just inside the decorator that
 * tracks requests.
 */
final class StreamHttpHandlerDecorator implements HttpHandlerDecorator {

	private final StreamRegistry registry;

	private final StreamMediaTypes mediaTypes;

	StreamHttpHandlerDecorator(StreamRegistry registry, StreamMediaTypes mediaTypes) {
		this.registry = registry;
		this.mediaTypes = mediaTypes;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 1;
	}

	@Override
	public HttpHandler decorate(HttpHandler handler) {
		return (request, response) -> Mono.deferContextual((context) -> {
			InFlight inFlight = context.getOrDefault(InFlight.class, null);
			return handler.handle(request,
					(inFlight != null) ? watch(request, response, context.get(RequestHead.class), inFlight) : response);
		});
	}

	private ServerHttpResponse watch(ServerHttpRequest request, ServerHttpResponse response, RequestHead head,
			InFlight inFlight) {
		return (response instanceof ZeroCopyHttpOutputMessage zeroCopy)
				? new StreamAwareResponse.ZeroCopy(response, zeroCopy, this.registry, this.mediaTypes, request, head,
						inFlight)
				: new StreamAwareResponse(response, this.registry, this.mediaTypes, request, head, inFlight);
	}

}
