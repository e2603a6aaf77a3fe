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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.http.StreamMediaTypes;
import io.github.shutdownspringboot.streams.BenchmarkStreams;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/**
 * What a servlet response that is no stream pays: 1 KB of JSON, written at once or in 16
 * pieces, with the filter and without.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ServletResponseBenchmark {

	private final byte[] body = new byte[1024];

	private final InFlight inFlight = BenchmarkStreams.newInFlight();

	private final Filter filter = new StreamFilter(BenchmarkStreams.newRegistry(),
			new StreamMediaTypes(List.of("text/event-stream", "application/x-ndjson")));

	private final FilterChain atOnce = (request, response) -> {
		response.setContentType("application/json");
		response.getOutputStream().write(this.body, 0, 1024);
	};

	private final FilterChain inPieces = (request, response) -> {
		response.setContentType("application/json");
		ServletOutputStream output = response.getOutputStream();
		for (int i = 0; i < 1024; i += 64) {
			output.write(this.body, i, 64);
		}
	};

	private final Request request = new Request();

	private final Response response = new Response();

	@Benchmark
	public int plain() throws IOException, ServletException {
		return handle(this.atOnce, false);
	}

	@Benchmark
	public int filtered() throws IOException, ServletException {
		return handle(this.atOnce, true);
	}

	@Benchmark
	public int plainInPieces() throws IOException, ServletException {
		return handle(this.inPieces, false);
	}

	@Benchmark
	public int filteredInPieces() throws IOException, ServletException {
		return handle(this.inPieces, true);
	}

	private int handle(FilterChain chain, boolean filtered) throws IOException, ServletException {
		this.request.attributes.clear();
		this.request.attributes.put(InFlight.REQUEST_ATTRIBUTE, this.inFlight);
		this.response.contentType = null;
		this.response.output.written = 0;
		if (filtered) {
			this.filter.doFilter(this.request, this.response, chain);
		}
		else {
			chain.doFilter(this.request, this.response);
		}
		return this.response.output.written;
	}

	/**
	 * As little of a request as the filter needs, used again as those of containers are.
	 */
	private static final class Request extends HttpServletRequestWrapper {

		private final Map<String, Object> attributes = new HashMap<>();

		Request() {
			super(new MockHttpServletRequest());
		}

		@Override
		public Object getAttribute(String name) {
			return this.attributes.get(name);
		}

		@Override
		public void setAttribute(String name, Object value) {
			this.attributes.put(name, value);
		}

		@Override
		public boolean isAsyncStarted() {
			return false;
		}

	}

	/**
	 * As little of a response as the application needs.
	 */
	private static final class Response extends HttpServletResponseWrapper {

		private final Output output = new Output();

		private String contentType;

		Response() {
			super(new MockHttpServletResponse());
		}

		@Override
		public void setContentType(String type) {
			this.contentType = type;
		}

		@Override
		public String getContentType() {
			return this.contentType;
		}

		@Override
		public boolean isCommitted() {
			return false;
		}

		@Override
		public ServletOutputStream getOutputStream() {
			return this.output;
		}

	}

	/**
	 * Copies to a buffer, as containers do.
	 */
	private static final class Output extends ServletOutputStream {

		private final byte[] buffer = new byte[8192];

		private int written;

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setWriteListener(WriteListener listener) {
		}

		@Override
		public void write(int value) {
			this.buffer[this.written++] = (byte) value;
		}

		@Override
		public void write(byte[] bytes, int offset, int length) {
			System.arraycopy(bytes, offset, this.buffer, this.written, length);
			this.written += length;
		}

	}

}
