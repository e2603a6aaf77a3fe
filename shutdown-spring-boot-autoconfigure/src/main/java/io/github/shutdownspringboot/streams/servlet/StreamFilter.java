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

package io.github.shutdownspringboot.streams.servlet;

import java.io.IOException;

import io.github.shutdownspringboot.http.StreamMediaTypes;
import io.github.shutdownspringboot.http.servlet.AsyncCompletion;
import io.github.shutdownspringboot.http.servlet.TrackedRequest;
import io.github.shutdownspringboot.streams.StreamRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Watches each tracked response for an event stream, and sees to it that the shutdown
 * lets go of it before the container takes it back.
 */
final class StreamFilter implements Filter {

	private final StreamRegistry registry;

	private final StreamMediaTypes mediaTypes;

	StreamFilter(StreamRegistry registry, StreamMediaTypes mediaTypes) {
		this.registry = registry;
		this.mediaTypes = mediaTypes;
	}

	@Override
	public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest request = (HttpServletRequest) servletRequest;
		TrackedRequest tracked = TrackedRequest.of(request);
		if (tracked == null) {
			chain.doFilter(request, servletResponse);
		}
		else if (tracked.getResponse() instanceof StreamAwareResponse response) {
			resume(request, response, servletResponse, chain);
		}
		else {
			StreamAwareResponse response = new StreamAwareResponse(this.registry, this.mediaTypes, tracked, request,
					(HttpServletResponse) servletResponse);
			tracked.setResponse(response);
			watch(request, response, chain);
		}
	}

	private static void resume(HttpServletRequest request, StreamAwareResponse response, ServletResponse dispatched,
			FilterChain chain) throws IOException, ServletException {
		if (request.getDispatcherType() != DispatcherType.ASYNC) {
			chain.doFilter(request, dispatched);
			return;
		}
		// The application has handed the response back, and may go on with it
		response.finish();
		try {
			// The container dispatches its own response if it was not given another one
			doFilter(request, response.isBehind(dispatched) ? dispatched : response, chain);
		}
		finally {
			if (request.isAsyncStarted()) {
				response.leftToAsync();
			}
			else {
				response.finish();
			}
		}
	}

	private static void watch(HttpServletRequest request, StreamAwareResponse response, FilterChain chain)
			throws IOException, ServletException {
		try {
			doFilter(request, response, chain);
		}
		finally {
			if (AsyncCompletion.whenComplete(request, response::finish)) {
				response.leftToAsync();
			}
			else {
				response.finish();
			}
		}
	}

	private static void doFilter(HttpServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		try {
			chain.doFilter(request, response);
		}
		catch (IOException | ServletException | RuntimeException ex) {
			// What the application throws when its stream was ended is no error
			if (!StreamEndedException.isCauseOf(ex)) {
				throw ex;
			}
		}
	}

}
