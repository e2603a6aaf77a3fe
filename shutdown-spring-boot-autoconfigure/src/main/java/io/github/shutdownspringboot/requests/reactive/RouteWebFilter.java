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

import io.github.shutdownspringboot.http.reactive.TrackedResponse;
import io.github.shutdownspringboot.requests.InFlightRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Tells an in-flight request where its route will stand as soon as Spring WebFlux has
 * found it.
 */
final class RouteWebFilter implements WebFilter, Ordered {

	private static final String NAME = RouteWebFilter.class.getName();

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		TrackedResponse response = TrackedResponse.find(exchange.getResponse());
		if (response != null && response.getInFlight().getDescriber() instanceof InFlightRequest request) {
			// The attributes are a concurrent map: any thread may read them
			request.setRoute(() -> getRoute(exchange));
		}
		return chain.filter(exchange);
	}

	/**
	 * Return what Spring makes a checkpoint of, for each request.
	 * @return a constant, which costs nothing
	 */
	@Override
	public String toString() {
		return NAME;
	}

	private static @Nullable String getRoute(ServerWebExchange exchange) {
		Object route = exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
		return (route != null) ? route.toString() : null;
	}

}
