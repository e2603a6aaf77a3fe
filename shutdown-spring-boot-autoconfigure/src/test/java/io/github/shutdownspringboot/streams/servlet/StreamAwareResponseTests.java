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
import java.util.List;
import java.util.stream.Stream;

import io.github.shutdownspringboot.http.StreamMediaTypes;
import io.github.shutdownspringboot.http.servlet.BeginAwareResponse;
import io.github.shutdownspringboot.http.servlet.TrackedRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StreamAwareResponse}.
 */
class StreamAwareResponseTests {

	private final MockHttpServletResponse container = new MockHttpServletResponse();

	private final CountingResponse counting = new CountingResponse(this.container);

	private final StreamAwareResponse response = new StreamAwareResponse(null,
			new StreamMediaTypes(List.of("text/event-stream")), new TrackedRequest(), new MockHttpServletRequest(),
			this.counting);

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void whoIsWrappedHearsThatTheResponseMayBegin(String name, Call call) throws IOException {
		assertThat(this.response.getResponse()).isSameAs(this.container);
		this.response.setHeader("Content-Type", "application/json");
		assertThat(this.counting.calls).isZero();
		call.on(this.response);
		assertThat(this.counting.calls).isOne();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("whoIsWrappedHearsThatTheResponseMayBegin")
	void whoIsNotWrappedHearsOfItAsWell(String name, Call call) throws IOException {
		call.on(this.counting);
		assertThat(this.counting.calls).isOne();
	}

	static Stream<Arguments> whoIsWrappedHearsThatTheResponseMayBegin() {
		return Stream.of(call("getOutputStream", HttpServletResponse::getOutputStream),
				call("getWriter", HttpServletResponse::getWriter),
				call("flushBuffer", HttpServletResponse::flushBuffer),
				call("sendError", (response) -> response.sendError(500)),
				call("sendErrorWithAMessage", (response) -> response.sendError(500, "on purpose")),
				call("sendRedirect", (response) -> response.sendRedirect("/elsewhere")),
				call("sendRedirectWithAStatus", (response) -> response.sendRedirect("/elsewhere", 303)),
				call("sendRedirectWithABody", (response) -> response.sendRedirect("/elsewhere", false)),
				call("sendRedirectWithBoth", (response) -> response.sendRedirect("/elsewhere", 303, false)));
	}

	private static Arguments call(String name, Call call) {
		return Arguments.of(name, call);
	}

	private interface Call {

		void on(HttpServletResponse response) throws IOException;

	}

	private static final class CountingResponse extends BeginAwareResponse {

		private int calls;

		CountingResponse(HttpServletResponse response) {
			super(response);
		}

		@Override
		public void mayBegin() {
			this.calls++;
		}

	}

}
