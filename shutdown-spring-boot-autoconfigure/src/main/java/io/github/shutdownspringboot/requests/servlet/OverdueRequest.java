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
import java.util.function.Supplier;

import io.github.shutdownspringboot.http.Refusal;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * An asynchronous request that nobody has answered in time. It is dispatched to the
 * {@link InFlightRequestFilter}: a container takes one dispatch only, so either the
 * application answers or the filter does, and both on a thread of the container.
 */
final class OverdueRequest implements AsyncListener {

	private static final String REQUEST_ATTRIBUTE = OverdueRequest.class.getName();

	private final Supplier<Refusal> refusal;

	private volatile AsyncContext context;

	private volatile boolean overdue;

	private OverdueRequest(AsyncContext context, Supplier<Refusal> refusal) {
		this.context = context;
		this.refusal = refusal;
	}

	/**
	 * Prepare the answer to a request that has become asynchronous.
	 * @param request the request
	 * @param refusal what to answer
	 * @return answers it, if nothing has been sent yet
	 */
	static Runnable prepare(HttpServletRequest request, Supplier<Refusal> refusal) {
		AsyncContext context = request.getAsyncContext();
		OverdueRequest overdue = new OverdueRequest(context, refusal);
		request.setAttribute(REQUEST_ATTRIBUTE, overdue);
		context.addListener(overdue);
		return overdue::answer;
	}

	private void answer() {
		AsyncContext context = this.context;
		if (!context.getResponse().isCommitted()) {
			this.overdue = true;
			context.dispatch();
		}
	}

	/**
	 * Return what answers a request that was dispatched.
	 * @param request the request
	 * @param chain what answers it if it is not overdue
	 * @return what answers it
	 */
	static FilterChain orElse(ServletRequest request, FilterChain chain) {
		return (request.getAttribute(REQUEST_ATTRIBUTE) instanceof OverdueRequest overdue && overdue.overdue)
				? (ignored, response) -> overdue.write((HttpServletResponse) response) : chain;
	}

	private void write(HttpServletResponse response) throws IOException {
		if (response.isCommitted()) {
			throw new IOException("The response has begun in the meantime, and is cut");
		}
		response.resetBuffer();
		RefusalWriter.write(response, this.refusal.get());
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		this.context = event.getAsyncContext();
		this.context.addListener(this);
	}

	@Override
	public void onComplete(AsyncEvent event) {
		// Nobody asks any more
	}

	@Override
	public void onTimeout(AsyncEvent event) {
		// The application's to answer
	}

	@Override
	public void onError(AsyncEvent event) {
		// The application's to answer
	}

}
