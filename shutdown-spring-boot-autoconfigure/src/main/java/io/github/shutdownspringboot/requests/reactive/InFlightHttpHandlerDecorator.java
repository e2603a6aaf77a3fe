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

package io.github.shutdownspringboot.requests.reactive;

import java.util.Map;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.http.Refusal;
import io.github.shutdownspringboot.http.reactive.HttpHandlerDecorator;
import io.github.shutdownspringboot.http.reactive.HttpVersions;
import io.github.shutdownspringboot.requests.Admission;
import io.github.shutdownspringboot.requests.RequestGate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.HandlerMapping;

/**
 * Lets requests in through the {@link RequestGate}; outermost. Whatever happens inside
 * (completion, error, cancellation), {@link InFlight#end()} is called.
 */
final class InFlightHttpHandlerDecorator implements HttpHandlerDecorator {

	private final RequestGate gate;

	InFlightHttpHandlerDecorator(RequestGate gate) {
		this.gate = gate;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public HttpHandler decorate(HttpHandler handler) {
		return (request, response) -> {
			Admission admission = this.gate.admit(new ReactiveRequestHead(request));
			if (admission == null) {
				return handler.handle(request, response);
			}
			InFlight inFlight = admission.inFlight();
			Mono<Void> handled = Mono.defer(() -> handle(handler, request, response, admission));
			return NettyResponseEnd.whenEnded(request, inFlight::end) ? handled.doOnCancel(inFlight::end)
					: handled.doFinally((signal) -> inFlight.end());
		};
	}

	private Mono<Void> handle(HttpHandler handler, ServerHttpRequest request, ServerHttpResponse response,
			Admission admission) {
		Refusal refusal = admission.refusal();
		if (refusal != null) {
			return refuse(request, response, refusal);
		}
		if (isWebSocket(request)) {
			// The request is over with the handshake, though its handler is not
			admission.inFlight().end();
			return handler.handle(request, response);
		}
		admission.request().setRoute(() -> getRoute(request));
		if (HttpVersions.isHttp1(request)) {
			response.beforeCommit(() -> Mono.fromRunnable(() -> {
				if (this.gate.isClosingConnections()) {
					response.getHeaders().set("Connection", "close");
				}
			}));
		}
		return handler.handle(request, response)
			.contextWrite((context) -> context.put(InFlight.class, admission.inFlight()));
	}

	private Mono<Void> refuse(ServerHttpRequest request, ServerHttpResponse response, Refusal refusal) {
		byte[] body = refusal.bodyBytes();
		response.setStatusCode(HttpStatusCode.valueOf(refusal.status()));
		refusal.headers().forEach(response.getHeaders()::set);
		if (HttpVersions.isHttp1(request)) {
			response.getHeaders().set("Connection", "close");
		}
		response.getHeaders().setContentLength(body.length);
		DataBuffer buffer = response.bufferFactory().wrap(body);
		return response.writeWith(Mono.just(buffer));
	}

	private static boolean isWebSocket(ServerHttpRequest request) {
		return "websocket".equalsIgnoreCase(request.getHeaders().getUpgrade());
	}

	private static @Nullable String getRoute(ServerHttpRequest request) {
		// Those of the exchange, as soon as there is one: a concurrent map
		Map<String, Object> attributes = request.getAttributes();
		Object route = attributes.get(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
		return (route != null) ? route.toString() : null;
	}

}
