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

import jakarta.servlet.ServletRequest;
import org.eclipse.jetty.ee11.servlet.ServletApiRequest;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/**
 * Closes connections of Jetty.
 *
 * @param endPoint the server's end of the connection
 */
record JettyConnectionCutter(EndPoint endPoint) implements ConnectionCutter {

	static boolean supports(ServletRequest request) {
		return request instanceof ServletApiRequest;
	}

	static ConnectionCutter of(ServletRequest request) {
		return new JettyConnectionCutter(ServletContextRequest.getServletContextRequest(request)
			.getConnectionMetaData()
			.getConnection()
			.getEndPoint());
	}

	@Override
	public void cut() {
		this.endPoint.close(new IOException("The client does not read"));
	}

}
