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

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.http.HttpHeaders;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.PreFlightRequestHandler;
import org.springframework.web.filter.CorsFilter;

/**
 * Gives a refusal the headers that the application would have given its response, so that
 * a page of another origin may read it, and answers preflights. Nothing is looked for
 * before the first refused request that tells its origin.
 */
final class RefusalCors {

	private static final Logger logger = LoggerFactory.getLogger(RefusalCors.class);

	private final ObjectProvider<FilterRegistrationBean<?>> registrations;

	private final ObjectProvider<CorsFilter> filters;

	private final ObjectProvider<CorsConfigurationSource> sources;

	private final ObjectProvider<CorsLookup> lookup;

	RefusalCors(ObjectProvider<FilterRegistrationBean<?>> registrations, ObjectProvider<CorsFilter> filters,
			ObjectProvider<CorsConfigurationSource> sources, ObjectProvider<CorsLookup> lookup) {
		this.registrations = registrations;
		this.filters = filters;
		this.sources = sources;
		this.lookup = lookup;
	}

	/**
	 * Process a request that is going to be refused.
	 * @param request the request
	 * @param response the response
	 * @return whether that is all: the request was a preflight and has been answered
	 */
	boolean process(HttpServletRequest request, HttpServletResponse response) {
		if (request.getHeader(HttpHeaders.ORIGIN) == null) {
			return false;
		}
		boolean preflight = CorsUtils.isPreFlightRequest(request);
		// A request that CORS does not allow is refused like any other: it may be one of
		// the own origin, which is not known before forwarded headers have been looked at
		HttpServletResponse target = preflight ? response : new HeadersOnlyResponse(response);
		try {
			boolean passed = filter(findFilters(request), request, target);
			if (passed && response.getHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN) == null) {
				CorsConfiguration configuration = findConfiguration(request);
				passed = configuration == null
						|| filter(List.of(new CorsFilter((any) -> configuration)), request, target);
			}
			return preflight && !passed;
		}
		catch (Exception ex) {
			logger.debug("Cannot tell what CORS allows: the refusal says nothing of it", ex);
			return response.isCommitted();
		}
	}

	private static boolean filter(List<CorsFilter> filters, HttpServletRequest request, HttpServletResponse response)
			throws IOException, ServletException {
		Passage passage = new Passage();
		for (CorsFilter filter : filters) {
			passage.passed = false;
			filter.doFilter(request, response, passage);
			if (!passage.passed) {
				return false;
			}
		}
		return true;
	}

	private List<CorsFilter> findFilters(HttpServletRequest request) {
		String path = new ServletRequestHead(request).getPath();
		List<CorsFilter> found = new ArrayList<>();
		List<CorsFilter> mapped = new ArrayList<>();
		this.registrations.orderedStream().forEach((registration) -> {
			if (registration.isEnabled() && registration.getFilter() instanceof CorsFilter filter) {
				mapped.add(filter);
				if (registration.getUrlPatterns().isEmpty()
						|| registration.getUrlPatterns().stream().anyMatch((pattern) -> matches(pattern, path))) {
					found.add(filter);
				}
			}
		});
		this.filters.orderedStream().filter((filter) -> !mapped.contains(filter)).forEach(found::add);
		return found;
	}

	private static boolean matches(String urlPattern, String path) {
		if (urlPattern.endsWith("/*")) {
			String prefix = urlPattern.substring(0, urlPattern.length() - 2);
			return path.equals(prefix) || path.startsWith(prefix + "/");
		}
		return urlPattern.startsWith("*.") ? path.endsWith(urlPattern.substring(1)) : path.equals(urlPattern);
	}

	private @Nullable CorsConfiguration findConfiguration(HttpServletRequest request) throws Exception {
		// Spring Security makes its headers from these, Spring MVC from its mappings
		for (CorsConfigurationSource source : this.sources.orderedStream()
			.filter(RefusalCors::isOfApplication)
			.toList()) {
			CorsConfiguration configuration = source.getCorsConfiguration(request);
			if (configuration != null) {
				return configuration;
			}
		}
		CorsLookup lookup = this.lookup.getIfAvailable();
		return (lookup != null) ? lookup.find(request) : null;
	}

	private static boolean isOfApplication(CorsConfigurationSource source) {
		// A handler tells of itself only, and what asks the handler mappings of Spring
		// MVC does what our own lookup does
		return !(source instanceof HttpRequestHandler) && !(source instanceof PreFlightRequestHandler);
	}

	/**
	 * Tells whether a filter lets the request pass.
	 */
	private static final class Passage implements FilterChain {

		private boolean passed;

		@Override
		public void doFilter(ServletRequest request, ServletResponse response) throws IOException, ServletException {
			this.passed = true;
		}

	}

}
