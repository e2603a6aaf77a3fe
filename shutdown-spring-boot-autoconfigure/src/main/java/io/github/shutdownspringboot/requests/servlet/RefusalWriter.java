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
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Refuses requests in a way that a page of another origin gets to see, too.
 */
final class RefusalWriter {

	private final RefusalCors cors;

	RefusalWriter(RefusalCors cors) {
		this.cors = cors;
	}

	void refuse(HttpServletRequest request, HttpServletResponse response, Refusal refusal) throws IOException {
		if (ServletHttpVersion.isHttp1(request)) {
			response.setHeader("Connection", "close");
		}
		if (this.cors.process(request, response)) {
			return;
		}
		byte[] content = refusal.bodyBytes();
		response.setStatus(refusal.status());
		refusal.headers().forEach(response::setHeader);
		response.setContentLength(content.length);
		response.getOutputStream().write(content);
	}

}
