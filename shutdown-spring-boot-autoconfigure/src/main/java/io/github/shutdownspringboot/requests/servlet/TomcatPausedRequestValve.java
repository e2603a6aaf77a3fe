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
import java.util.Objects;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.requests.RequestGate;
import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.AbstractProtocol;

/**
 * Refuses a request that Tomcat had begun to read when Spring Boot paused the connector.
 * Tomcat reads the first line and leaves the headers, and what is wrong with the request
 * then is that it has none: its client would be told 400, and not to try again.
 */
final class TomcatPausedRequestValve extends ValveBase {

	private final RequestGate gate;

	TomcatPausedRequestValve(RequestGate gate) {
		super(true);
		this.gate = gate;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		if (!isLeftUnread(request, response)) {
			getNext().invoke(request, response);
			return;
		}
		InFlight inFlight = this.gate.beginRefusal(Objects.toString(request.getMethod(), "unknown"));
		try {
			response.setHeader("Connection", "close");
			RefusalWriter.write(response, this.gate.getServiceUnavailable());
			response.flushBuffer();
		}
		finally {
			inFlight.end();
		}
	}

	private static boolean isLeftUnread(Request request, Response response) {
		return response.isError() && request.getCoyoteRequest().getMimeHeaders().size() == 0
				&& request.getConnector().getProtocolHandler() instanceof AbstractProtocol<?> protocol
				&& protocol.isPaused();
	}

}
