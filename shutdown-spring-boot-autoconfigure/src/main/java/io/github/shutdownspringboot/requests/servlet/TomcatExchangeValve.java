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

import io.github.shutdownspringboot.requests.RequestGate;
import jakarta.servlet.ServletException;
import org.apache.catalina.AccessLog;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Puts a {@link TomcatExchange} on each request. While draining, {@code 100 Continue},
 * which Tomcat sends before any filter sees the request, is held back until the request
 * is let in. It poses as an access log because that is what Tomcat calls when a response
 * is finished, whatever its end, asynchronous or not.
 */
final class TomcatExchangeValve extends ValveBase implements AccessLog {

	private final RequestGate gate;

	TomcatExchangeValve(RequestGate gate) {
		super(true);
		this.gate = gate;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		// Comes by again with each asynchronous dispatch
		if (request.getAsyncContextInternal() == null) {
			TomcatExchange exchange = new TomcatExchange(request.getCoyoteRequest(), response);
			request.setAttribute(ServletExchange.REQUEST_ATTRIBUTE, exchange);
			if (this.gate.isDraining()) {
				exchange.holdContinueBack();
			}
		}
		getNext().invoke(request, response);
	}

	@Override
	public void log(Request request, Response response, long time) {
		ServletExchange exchange = ServletExchange.find(request);
		if (exchange != null) {
			exchange.complete();
		}
	}

	@Override
	public void setRequestAttributesEnabled(boolean requestAttributesEnabled) {
		// Nothing is logged
	}

	@Override
	public boolean getRequestAttributesEnabled() {
		return false;
	}

}
