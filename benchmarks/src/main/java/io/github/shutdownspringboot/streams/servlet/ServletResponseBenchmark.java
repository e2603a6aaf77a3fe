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
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.benchmarks.stub.StubRequest;
import io.github.shutdownspringboot.benchmarks.stub.StubResponse;
import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.http.RequestHead;
import io.github.shutdownspringboot.http.StreamMediaTypes;
import io.github.shutdownspringboot.http.servlet.TrackedRequest;
import io.github.shutdownspringboot.streams.BenchmarkStreams;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

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

	private static final RequestHead HEAD = BenchmarkStreams.newHead();

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

	private final StubRequest request = new StubRequest();

	private final StubResponse response = new StubResponse();

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
		this.request.recycle();
		TrackedRequest tracked = new TrackedRequest();
		tracked.track(HEAD, this.inFlight);
		this.request.setAttribute(TrackedRequest.REQUEST_ATTRIBUTE, tracked);
		this.response.recycle();
		if (filtered) {
			this.filter.doFilter(this.request, this.response, chain);
		}
		else {
			chain.doFilter(this.request, this.response);
		}
		return this.response.getWritten();
	}

}
