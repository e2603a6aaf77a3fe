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
import io.github.shutdownspringboot.http.reactive.HttpVersions;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Refuses requests in a way that a page of another origin gets to see, too.
 */
final class RefusalWriter {

	private final RefusalCors cors;

	RefusalWriter(RefusalCors cors) {
		this.cors = cors;
	}

	Mono<Void> refuse(ServerHttpRequest request, ServerHttpResponse response, Refusal refusal) {
		if (HttpVersions.isHttp1(request)) {
			response.getHeaders().set("Connection", "close");
		}
		return this.cors.process(request, response)
			.flatMap((answeredByCors) -> answeredByCors ? response.setComplete() : write(response, refusal));
	}

	private static Mono<Void> write(ServerHttpResponse response, Refusal refusal) {
		byte[] body = refusal.bodyBytes();
		response.setStatusCode(HttpStatusCode.valueOf(refusal.status()));
		refusal.headers().forEach(response.getHeaders()::set);
		response.getHeaders().setContentLength(body.length);
		DataBuffer buffer = response.bufferFactory().wrap(body);
		// The response to a HEAD request is not committed by writing its body
		return response.writeWith(Mono.just(buffer)).then(Mono.defer(response::setComplete));
	}

}
