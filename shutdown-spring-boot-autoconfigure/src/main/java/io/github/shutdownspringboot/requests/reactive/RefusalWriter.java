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

import io.github.shutdownspringboot.http.Refusal;
import io.github.shutdownspringboot.requests.RefusedBodies;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Refuses requests in a way that the client gets to see, whatever it is: a page of
 * another origin, or somebody who sends a large body before looking for an answer.
 */
final class RefusalWriter {

	private final RefusalCors cors;

	private final RefusedBodies bodies;

	RefusalWriter(RefusalCors cors, RefusedBodies bodies) {
		this.cors = cors;
		this.bodies = bodies;
	}

	/**
	 * Refuse a request.
	 * @param request the request
	 * @param response the response
	 * @param refusal what to answer
	 * @param answered called as soon as the whole of the response has been sent, if the
	 * body of the request is read after that
	 * @return completes when nothing is left to do
	 */
	Mono<Void> refuse(ServerHttpRequest request, ServerHttpResponse response, Refusal refusal, Runnable answered) {
		if (HttpVersions.isHttp1(request)) {
			response.getHeaders().set("Connection", "close");
		}
		return this.cors.process(request, response)
			.flatMap((answeredByCors) -> answeredByCors ? response.setComplete()
					: write(request, response, refusal, answered));
	}

	/**
	 * Refuse a request that was let in, and whose response has the headers that it needs.
	 * @param response the response
	 * @param refusal what to answer
	 * @return completes when nothing is left to do
	 */
	Mono<Void> write(ServerHttpResponse response, Refusal refusal) {
		DataBuffer buffer = begin(response, refusal);
		return response.writeWith(Mono.just(buffer)).then(Mono.defer(response::setComplete));
	}

	private static DataBuffer begin(ServerHttpResponse response, Refusal refusal) {
		byte[] body = refusal.bodyBytes();
		response.setStatusCode(HttpStatusCode.valueOf(refusal.status()));
		refusal.headers().forEach(response.getHeaders()::set);
		response.getHeaders().setContentLength(body.length);
		return response.bufferFactory().wrap(body);
	}

	private Mono<Void> write(ServerHttpRequest request, ServerHttpResponse response, Refusal refusal,
			Runnable answered) {
		DataBuffer buffer = begin(response, refusal);
		Mono<Void> written = hasBody(request)
				// Not a Mono: Netty closes the connection after that
				? response.writeWith(Flux.just(buffer)).doOnSuccess((done) -> answered.run()).then(discardBody(request))
				: response.writeWith(Mono.just(buffer));
		// The response to a HEAD request is not committed by writing its body
		return written.then(Mono.defer(response::setComplete));
	}

	private Mono<Void> discardBody(ServerHttpRequest request) {
		return Mono.defer(() -> {
			Sinks.Empty<Void> givenUp = Sinks.empty();
			RefusedBodies.Body body = this.bodies.begin(givenUp::tryEmitEmpty);
			return request.getBody()
				.takeWhile((buffer) -> discard(buffer, body))
				.takeUntilOther(givenUp.asMono())
				// The client has left
				.onErrorComplete()
				.doFinally((signal) -> body.end())
				.then();
		});
	}

	private static boolean discard(DataBuffer buffer, RefusedBodies.Body body) {
		body.received(buffer.readableByteCount());
		DataBufferUtils.release(buffer);
		return !body.isOver();
	}

	private static boolean hasBody(ServerHttpRequest request) {
		// On HTTP/2 a response may end before its request; a body that the client asks
		// about first does not come
		HttpHeaders headers = request.getHeaders();
		return HttpVersions.isHttp1(request) && headers.getFirst(HttpHeaders.EXPECT) == null
				&& (headers.getContentLength() > 0 || headers.containsHeader(HttpHeaders.TRANSFER_ENCODING));
	}

}
