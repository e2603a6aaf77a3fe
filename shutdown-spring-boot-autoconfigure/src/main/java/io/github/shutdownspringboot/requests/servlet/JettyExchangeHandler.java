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

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Puts a {@link ServletExchange} on each request of Jetty, and tells it the end of the
 * response.
 */
final class JettyExchangeHandler extends Handler.Wrapper {

	@Override
	public boolean handle(Request request, Response response, Callback callback) throws Exception {
		ServletExchange exchange = new ServletExchange();
		request.setAttribute(ServletExchange.REQUEST_ATTRIBUTE, exchange);
		Request.addCompletionListener(request, (failure) -> exchange.complete());
		return super.handle(request, response, callback);
	}

}
