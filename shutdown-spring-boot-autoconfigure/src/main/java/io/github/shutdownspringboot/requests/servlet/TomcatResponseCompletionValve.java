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

import jakarta.servlet.ServletException;
import org.apache.catalina.AccessLog;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Tells the end of responses on Tomcat. It poses as an access log because that is what
 * Tomcat calls when a response is finished, whatever its end, asynchronous or not.
 */
final class TomcatResponseCompletionValve extends ValveBase implements AccessLog {

	TomcatResponseCompletionValve() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		// Comes by again with each asynchronous dispatch
		if (request.getAttribute(ResponseCompletion.REQUEST_ATTRIBUTE) == null) {
			request.setAttribute(ResponseCompletion.REQUEST_ATTRIBUTE, new ResponseCompletion());
		}
		getNext().invoke(request, response);
	}

	@Override
	public void log(Request request, Response response, long time) {
		Object completion = request.getAttribute(ResponseCompletion.REQUEST_ATTRIBUTE);
		if (completion instanceof ResponseCompletion responseCompletion) {
			responseCompletion.complete();
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
