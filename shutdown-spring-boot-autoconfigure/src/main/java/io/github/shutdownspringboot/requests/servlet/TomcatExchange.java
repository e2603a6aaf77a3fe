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

import org.apache.catalina.connector.Response;
import org.apache.coyote.ActionCode;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.Request;

/**
 * {@link ServletExchange} of Tomcat. Keeps it from asking for the body of a request that
 * is going to be refused, and from waiting, with a thread, for what is left of a body
 * that was given up.
 */
final class TomcatExchange extends ServletExchange {

	private final Request request;

	private final Response response;

	private boolean continueHeldBack;

	private volatile boolean unwanted;

	TomcatExchange(Request request, Response response) {
		this.request = request;
		this.response = response;
	}

	void holdContinueBack() {
		this.continueHeldBack = this.request.hasExpectation();
		this.request.setExpectation(false);
	}

	@Override
	void wanted() {
		if (this.continueHeldBack) {
			this.continueHeldBack = false;
			this.request.setExpectation(true);
			this.response.sendAcknowledgement(ContinueResponseTiming.IMMEDIATELY);
		}
	}

	@Override
	void responseBegun() {
		// Tomcat closes the request when the content of the response is complete: let it
		// not notice. The length has been sent already
		this.response.getCoyoteResponse().setContentLength(-1);
	}

	@Override
	boolean callReader() {
		// If there was something to read a first call is pending, and fails if the
		// request is complete by then; nobody can tell whether there was
		this.request.action(ActionCode.DISPATCH_READ, null);
		return true;
	}

	@Override
	void unwanted() {
		this.unwanted = true;
	}

	@Override
	void complete() {
		super.complete();
		if (this.unwanted) {
			// An error to Tomcat, so it must not come before the response has ended
			this.request.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
		}
	}

}
