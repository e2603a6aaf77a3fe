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

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.http.Refusal;
import io.github.shutdownspringboot.http.RequestHead;
import io.github.shutdownspringboot.http.StreamMediaTypes;
import io.github.shutdownspringboot.http.servlet.AsyncCompletion;
import io.github.shutdownspringboot.requests.Admission;
import io.github.shutdownspringboot.requests.InFlightRequest;
import io.github.shutdownspringboot.requests.RequestGate;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Lets requests in through the {@link RequestGate}; the outermost filter. Whatever
 * happens inside, {@link InFlight#end()} is called when the response has ended.
 */
final class InFlightRequestFilter implements Filter {

	private final RequestGate gate;

	private final StreamMediaTypes streamMediaTypes;

	private final RefusalWriter refusals;

	InFlightRequestFilter(RequestGate gate, StreamMediaTypes streamMediaTypes, RefusalWriter refusals) {
		this.gate = gate;
		this.streamMediaTypes = streamMediaTypes;
		this.refusals = refusals;
	}

	@Override
	public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest request = (HttpServletRequest) servletRequest;
		HttpServletResponse response = (HttpServletResponse) servletResponse;
		if (request.getDispatcherType() == DispatcherType.ASYNC) {
			serve(request, response, OverdueRequest.orElse(request, chain));
			return;
		}
		ServletExchange ofServer = ServletExchange.find(request);
		ServletExchange exchange = (ofServer != null) ? ofServer : new ServletExchange();
		RequestHead head = new ServletRequestHead(request);
		Admission admission = exchange.isTracked() ? null : this.gate.admit(head);
		if (admission == null) {
			exchange.wanted();
			serve(request, response, chain);
			return;
		}
		InFlight inFlight = admission.inFlight();
		exchange.track(head, inFlight);
		if (ofServer == null) {
			request.setAttribute(ServletExchange.REQUEST_ATTRIBUTE, exchange);
		}
		inFlight.threadBegins();
		try {
			Refusal refusal = admission.refusal();
			if (refusal != null) {
				this.refusals.refuse(exchange, request, response, refusal);
			}
			else {
				exchange.wanted();
				serve(request, response, chain);
				if (request.isAsyncStarted()) {
					prepareOverdueAnswer(request, admission.request(), head);
				}
			}
		}
		finally {
			inFlight.threadEnds();
			if (ofServer == null && !AsyncCompletion.whenComplete(request, inFlight::end)) {
				inFlight.end();
			}
		}
	}

	private void prepareOverdueAnswer(HttpServletRequest request, InFlightRequest inFlightRequest, RequestHead head) {
		try {
			inFlightRequest.setOverdueAnswer(OverdueRequest.prepare(request, () -> this.gate.getRefusal(head)));
		}
		catch (IllegalStateException ex) {
			// It has completed in the meantime
		}
	}

	private void serve(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		ConnectionClosingResponse closing = new ConnectionClosingResponse(request, response, this.gate,
				this.streamMediaTypes);
		closing.mayBegin();
		try {
			chain.doFilter(request, closing);
		}
		finally {
			if (!request.isAsyncStarted()) {
				// A response without a body begins when it has ended
				closing.mayBegin();
			}
		}
	}

}
