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

package io.github.shutdownspringboot.requests.servlet;

import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * {@link CorsLookup} in the handler mappings of Spring MVC, which know
 * {@code @CrossOrigin} and what was configured for paths. The handler is found and not
 * called.
 */
final class HandlerMappingCors implements CorsLookup {

	private final ObjectProvider<HandlerMapping> mappings;

	HandlerMappingCors(ObjectProvider<HandlerMapping> mappings) {
		this.mappings = mappings;
	}

	@Override
	public @Nullable CorsConfiguration find(HttpServletRequest request) throws Exception {
		ServletRequestPathUtils.parseAndCache(request);
		try {
			for (HandlerMapping mapping : this.mappings.orderedStream().toList()) {
				HandlerExecutionChain chain = mapping.getHandler(request);
				if (chain != null) {
					return find(chain, request);
				}
			}
			return null;
		}
		finally {
			ServletRequestPathUtils.clearParsedRequestPath(request);
		}
	}

	private static @Nullable CorsConfiguration find(HandlerExecutionChain chain, HttpServletRequest request) {
		// Mappings leave it in the chain: in an interceptor, for a preflight the handler
		CorsConfigurationSource source = Stream
			.concat(chain.getInterceptorList().stream(), Stream.of(chain.getHandler()))
			.filter(CorsConfigurationSource.class::isInstance)
			.map(CorsConfigurationSource.class::cast)
			.findFirst()
			.orElse(null);
		return (source != null) ? source.getCorsConfiguration(request) : null;
	}

}
