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

import io.github.shutdownspringboot.http.Refusal;
import io.github.shutdownspringboot.http.servlet.ServletHttpVersion;
import io.github.shutdownspringboot.requests.RefusedBodies;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Refuses requests in a way that the client gets to see, whatever it is: a page of
 * another origin, or somebody who sends a large body before looking for an answer.
 */
final class RefusalWriter {

	private final RefusalCors cors;

	private final RefusedBodies bodies;

	RefusalWriter(RefusalCors cors, RefusedBodies bodies) {
		this.cors = cors;
		this.bodies = bodies;
	}

	/**
	 * Refuse a request.
	 * @param exchange the request as the server has it
	 * @param request the request
	 * @param response the response
	 * @param refusal what to answer
	 * @throws IOException if the client has left
	 */
	void refuse(ServletExchange exchange, HttpServletRequest request, HttpServletResponse response, Refusal refusal)
			throws IOException {
		if (ServletHttpVersion.isHttp1(request)) {
			response.setHeader("Connection", "close");
		}
		boolean answeredByCors = this.cors.process(request, response);
		byte[] content = answeredByCors ? new byte[0] : begin(response, refusal);
		if (isBodyComing(exchange, request)) {
			response.flushBuffer();
			exchange.responseBegun();
			response.getOutputStream().write(content);
			response.flushBuffer();
			// The body is no reason to wait
			exchange.getInFlight().end();
			RefusedBodyReader.read(request, exchange, this.bodies);
		}
		else {
			response.getOutputStream().write(content);
		}
	}

	/**
	 * Write a refusal as it is, whatever the request.
	 * @param response the response, of which nothing has been sent
	 * @param refusal what to answer
	 * @throws IOException if the client has left
	 */
	static void write(HttpServletResponse response, Refusal refusal) throws IOException {
		byte[] content = begin(response, refusal);
		response.getOutputStream().write(content);
	}

	private static byte[] begin(HttpServletResponse response, Refusal refusal) {
		byte[] content = refusal.bodyBytes();
		response.setStatus(refusal.status());
		refusal.headers().forEach(response::setHeader);
		response.setContentLength(content.length);
		return content;
	}

	private static boolean isBodyComing(ServletExchange exchange, HttpServletRequest request) throws IOException {
		if (request.getHeader("Expect") != null) {
			// The client asks first, and is told not to
			exchange.unwanted();
			return false;
		}
		boolean hasBody = ServletHttpVersion.isHttp1(request)
				? request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null
				: !request.getInputStream().isFinished();
		return hasBody && request.isAsyncSupported();
	}

}
