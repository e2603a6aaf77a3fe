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

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.adapter.DefaultServerWebExchange;
import org.springframework.web.server.i18n.AcceptHeaderLocaleContextResolver;

/**
 * Gives a refusal the headers that the application would have given its response, so that
 * a page of another origin may read it, and answers preflights. Nothing is looked for
 * before the first refused request that tells its origin.
 */
final class RefusalCors {

	private static final Logger logger = LoggerFactory.getLogger(RefusalCors.class);

	private final ObjectProvider<CorsWebFilter> filters;

	private final ObjectProvider<CorsConfigurationSource> sources;

	private final ObjectProvider<HandlerMapping> mappings;

	private final String basePath;

	RefusalCors(ObjectProvider<CorsWebFilter> filters, ObjectProvider<CorsConfigurationSource> sources,
			ObjectProvider<HandlerMapping> mappings, String basePath) {
		this.filters = filters;
		this.sources = sources;
		this.mappings = mappings;
		this.basePath = basePath;
	}

	/**
	 * Process a request that is going to be refused. The status that is set then, if any,
	 * is that of a preflight that is turned away, and counts for nothing else.
	 * @param request the request
	 * @param response the response
	 * @return whether that is all: the request was a preflight and its answer is known
	 */
	Mono<Boolean> process(ServerHttpRequest request, ServerHttpResponse response) {
		if (request.getHeaders().getFirst(HttpHeaders.ORIGIN) == null) {
			return Mono.just(false);
		}
		return Mono.defer(() -> process(exchange(request, response))).onErrorResume((ex) -> {
			logger.debug("Cannot tell what CORS allows: the refusal says nothing of it", ex);
			return Mono.empty();
		}).then(Mono.fromSupplier(() -> CorsUtils.isPreFlightRequest(request) && isDecided(response)));
	}

	private Mono<?> process(ServerWebExchange exchange) {
		// The handler is found and not called: its mapping writes the headers
		ServerHttpResponse response = exchange.getResponse();
		Flux<CorsWebFilter> all = Flux.concat(Flux.fromStream(this.filters::orderedStream),
				Flux.fromStream(this.sources::orderedStream).map(CorsWebFilter::new));
		return all
			.concatMap(
					(filter) -> isDecided(response) ? Mono.empty() : filter.filter(exchange, (passed) -> Mono.empty()))
			.thenMany(Flux.fromStream(this.mappings::orderedStream))
			.concatMap((mapping) -> isDecided(response) ? Mono.empty() : mapping.getHandler(exchange))
			.next();
	}

	private static boolean isDecided(ServerHttpResponse response) {
		return HttpStatus.FORBIDDEN.equals(response.getStatusCode())
				|| response.getHeaders().getFirst(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN) != null;
	}

	private ServerWebExchange exchange(ServerHttpRequest request, ServerHttpResponse response) {
		boolean withinBase = !this.basePath.isEmpty() && request.getURI().getRawPath().startsWith(this.basePath + "/");
		ServerHttpRequest relative = withinBase ? request.mutate().contextPath(this.basePath).build() : request;
		return new DefaultServerWebExchange(relative, response, (exchange) -> Mono.empty(),
				ServerCodecConfigurer.create(), new AcceptHeaderLocaleContextResolver());
	}

}
