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

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.http.Refusal;
import io.github.shutdownspringboot.http.RequestHead;
import io.github.shutdownspringboot.http.reactive.HttpHandlerDecorator;
import io.github.shutdownspringboot.http.reactive.HttpVersions;
import io.github.shutdownspringboot.requests.Admission;
import io.github.shutdownspringboot.requests.InFlightRequest;
import io.github.shutdownspringboot.requests.RequestGate;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Lets requests in through the {@link RequestGate}; outermost. Whatever happens inside
 * (completion, error, cancellation), {@link InFlight#end()} is called.
 */
final class InFlightHttpHandlerDecorator implements HttpHandlerDecorator {

	private final RequestGate gate;

	private final RefusalWriter refusals;

	private final String basePath;

	InFlightHttpHandlerDecorator(RequestGate gate, RefusalWriter refusals, String basePath) {
		this.gate = gate;
		this.refusals = refusals;
		this.basePath = basePath;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public HttpHandler decorate(HttpHandler handler) {
		return (request, response) -> {
			RequestHead head = new ReactiveRequestHead(request, this.basePath);
			Admission admission = this.gate.admit(head);
			if (admission == null) {
				closeConnectionAfter(request, response);
				return handler.handle(request, response);
			}
			InFlight inFlight = admission.inFlight();
			Mono<Void> handled = Mono.defer(() -> handle(handler, request, response, admission, head));
			// A request for a WebSocket is over with the handshake, its connection is not
			return (!isWebSocket(request) && NettyResponseEnd.whenEnded(request, inFlight::end))
					? handled.doOnCancel(inFlight::end) : handled.doFinally((signal) -> inFlight.end());
		};
	}

	private Mono<Void> handle(HttpHandler handler, ServerHttpRequest request, ServerHttpResponse response,
			Admission admission, RequestHead head) {
		Refusal refusal = admission.refusal();
		if (refusal != null) {
			return this.refusals.refuse(request, response, refusal, admission.inFlight()::end);
		}
		closeConnectionAfter(request, response);
		Mono<Void> handled = handler.handle(request, response)
			.contextWrite((context) -> context.put(InFlight.class, admission.inFlight())
				.put(InFlightRequest.class, admission.request())
				.put(RequestHead.class, head));
		return orAnswerWhenOverdue(handled, response, admission.request(), head);
	}

	private void closeConnectionAfter(ServerHttpRequest request, ServerHttpResponse response) {
		if (HttpVersions.isHttp1(request)) {
			response.beforeCommit(() -> Mono.fromRunnable(() -> {
				if (this.gate.isClosingConnections()) {
					response.getHeaders().set("Connection", "close");
				}
			}));
		}
	}

	/**
	 * If nothing has been sent when the time to wait for the request is over, it is not
	 * handled any further and refused.
	 * @param handled completes when the application has handled it
	 * @param response the response
	 * @param request the request
	 * @param head tells how to refuse it
	 * @return completes when one of the two has been done
	 */
	private Mono<Void> orAnswerWhenOverdue(Mono<Void> handled, ServerHttpResponse response, InFlightRequest request,
			RequestHead head) {
		Sinks.Empty<Void> overdue = Sinks.empty();
		AtomicBoolean refused = new AtomicBoolean();
		request.setOverdueAnswer(() -> {
			if (!response.isCommitted()) {
				refused.set(true);
				overdue.tryEmitEmpty();
			}
		});
		return handled.takeUntilOther(overdue.asMono())
			.then(Mono.defer(() -> (refused.get() && !response.isCommitted())
					? this.refusals.write(response, this.gate.getRefusal(head)) : Mono.empty()));
	}

	private static boolean isWebSocket(ServerHttpRequest request) {
		return "websocket".equalsIgnoreCase(request.getHeaders().getUpgrade());
	}

}
