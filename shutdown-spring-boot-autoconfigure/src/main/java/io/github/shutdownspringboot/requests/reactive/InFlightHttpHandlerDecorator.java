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

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.http.Refusal;
import io.github.shutdownspringboot.http.RequestHead;
import io.github.shutdownspringboot.http.StreamMediaTypes;
import io.github.shutdownspringboot.http.reactive.ResponseBodyDecorator;
import io.github.shutdownspringboot.http.reactive.TrackedResponse;
import io.github.shutdownspringboot.requests.Admission;
import io.github.shutdownspringboot.requests.RequestGate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Lets requests in through the {@link RequestGate}, round all that handles them. Whatever
 * happens inside (completion, error, cancellation), {@link InFlight#end()} is called.
 */
final class InFlightHttpHandlerDecorator {

	private final RequestGate gate;

	private final StreamMediaTypes streamMediaTypes;

	private final RefusalWriter refusals;

	private final @Nullable ResponseBodyDecorator bodyDecorator;

	private final String basePath;

	InFlightHttpHandlerDecorator(RequestGate gate, StreamMediaTypes streamMediaTypes, RefusalWriter refusals,
			@Nullable ResponseBodyDecorator bodyDecorator, String basePath) {
		this.gate = gate;
		this.streamMediaTypes = streamMediaTypes;
		this.refusals = refusals;
		this.bodyDecorator = bodyDecorator;
		this.basePath = basePath;
	}

	/**
	 * Put it round a handler.
	 * @param handler the handler
	 * @return what lets requests in to the handler
	 */
	HttpHandler decorate(HttpHandler handler) {
		return (request, response) -> {
			RequestHead head = new ReactiveRequestHead(request, this.basePath);
			Admission admission = this.gate.admit(head);
			if (admission == null) {
				closeConnectionAfter(request, response);
				return handler.handle(request, response);
			}
			InFlight inFlight = admission.inFlight();
			// A request for a WebSocket is over with the handshake, its connection is not
			boolean endIsTold = !isWebSocket(request) && NettyExchanges.whenEnded(request, inFlight::end);
			Refusal refusal = admission.refusal();
			if (refusal == null) {
				TrackedResponse tracked = TrackedResponse.of(response, request, head, inFlight, this.bodyDecorator);
				return new TrackedHandling(() -> handle(handler, request, tracked), tracked, admission, endIsTold,
						() -> refuseOverdue(response, head));
			}
			Mono<Void> refused = Mono.defer(() -> this.refusals.refuse(request, response, refusal, inFlight::end));
			return endIsTold ? refused.doOnCancel(inFlight::end) : refused.doFinally((signal) -> inFlight.end());
		};
	}

	private Mono<Void> handle(HttpHandler handler, ServerHttpRequest request, ServerHttpResponse response) {
		closeConnectionAfter(request, response);
		return handler.handle(request, response);
	}

	private void closeConnectionAfter(ServerHttpRequest request, ServerHttpResponse response) {
		if (!NettyExchanges.areClosing(request) && HttpVersions.isHttp1(request) && !isWebSocket(request)) {
			response.beforeCommit(() -> {
				if (this.gate.isClosingConnections() && !isStream(response)) {
					response.getHeaders().set(HttpHeaders.CONNECTION, "close");
				}
				return Mono.empty();
			});
		}
	}

	/**
	 * Return whether the response needs its chunks, which Tomcat and Jetty leave out on a
	 * connection to be closed.
	 * @param response the response
	 * @return whether it is a stream
	 */
	private boolean isStream(ServerHttpResponse response) {
		return this.streamMediaTypes.find(response.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE)) != null;
	}

	private Mono<Void> refuseOverdue(ServerHttpResponse response, RequestHead head) {
		return response.isCommitted() ? Mono.empty() : this.refusals.write(response, this.gate.getRefusal(head));
	}

	private static boolean isWebSocket(ServerHttpRequest request) {
		return "websocket".equalsIgnoreCase(request.getHeaders().getUpgrade());
	}

}
