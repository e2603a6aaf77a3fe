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
import org.apache.coyote.ActionCode;
import org.apache.coyote.ContinueResponseTiming;

/**
 * Keeps Tomcat from asking for the body of a request that is going to be refused: it
 * sends {@code 100 Continue} before any filter sees the request. While draining it is
 * held back until the request is let in. Also keeps Tomcat from waiting, with a thread,
 * for what is left of a body that was given up.
 */
final class TomcatBodyControlValve extends ValveBase implements AccessLog {

	private final RequestGate gate;

	TomcatBodyControlValve(RequestGate gate) {
		super(true);
		this.gate = gate;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		// Comes by again with each asynchronous dispatch
		if (request.getAttribute(BodyControl.REQUEST_ATTRIBUTE) == null) {
			TomcatBodyControl control = new TomcatBodyControl(request, response);
			request.setAttribute(BodyControl.REQUEST_ATTRIBUTE, control);
			if (this.gate.isDraining()) {
				control.holdContinueBack();
			}
		}
		getNext().invoke(request, response);
	}

	@Override
	public void log(Request request, Response response, long time) {
		if (request.getAttribute(BodyControl.REQUEST_ATTRIBUTE) instanceof TomcatBodyControl control) {
			control.responseFinished();
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

	private static final class TomcatBodyControl implements BodyControl {

		private final org.apache.coyote.Request request;

		private final Response response;

		private boolean continueHeldBack;

		private volatile boolean unwanted;

		TomcatBodyControl(Request request, Response response) {
			this.request = request.getCoyoteRequest();
			this.response = response;
		}

		void holdContinueBack() {
			this.continueHeldBack = this.request.hasExpectation();
			this.request.setExpectation(false);
		}

		@Override
		public void wanted() {
			if (this.continueHeldBack) {
				this.continueHeldBack = false;
				this.request.setExpectation(true);
				this.response.sendAcknowledgement(ContinueResponseTiming.IMMEDIATELY);
			}
		}

		@Override
		public void responseBegun() {
			// Tomcat closes the request when the content of the response is complete: let
			// it not notice. The length has been sent already
			this.response.getCoyoteResponse().setContentLength(-1);
		}

		@Override
		public boolean callReader() {
			// If there was something to read a first call is pending, and fails if the
			// request is complete by then; nobody can tell whether there was
			this.request.action(ActionCode.DISPATCH_READ, null);
			return true;
		}

		@Override
		public void unwanted() {
			this.unwanted = true;
		}

		void responseFinished() {
			if (this.unwanted) {
				// An error to Tomcat, so it must not come before the response has ended
				this.request.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
			}
		}

	}

}
