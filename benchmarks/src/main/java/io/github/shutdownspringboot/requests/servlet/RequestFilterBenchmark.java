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
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.benchmarks.stub.StubRequest;
import io.github.shutdownspringboot.benchmarks.stub.StubResponse;
import io.github.shutdownspringboot.http.StreamMediaTypes;
import io.github.shutdownspringboot.requests.BenchmarkRequests;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.ResolvableType;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/**
 * What a servlet request pays for being counted: 1 KB of JSON, with the filter and
 * without.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class RequestFilterBenchmark {

	private static final StaticListableBeanFactory NO_BEANS = new StaticListableBeanFactory();

	private static final RefusalWriter REFUSALS = new RefusalWriter(new RefusalCors(
			NO_BEANS.getBeanProvider(ResolvableType.forClassWithGenerics(FilterRegistrationBean.class, Filter.class)),
			NO_BEANS.getBeanProvider(CorsFilter.class), NO_BEANS.getBeanProvider(CorsConfigurationSource.class),
			NO_BEANS.getBeanProvider(CorsLookup.class)), BenchmarkRequests.newBodies());

	private final byte[] body = new byte[1024];

	private final Filter filter = new InFlightRequestFilter(BenchmarkRequests.newGate(),
			new StreamMediaTypes(List.of("text/event-stream", "application/x-ndjson")), REFUSALS);

	private final FilterChain chain = (request, response) -> {
		response.setContentType("application/json");
		response.getOutputStream().write(this.body, 0, 1024);
	};

	private final StubRequest request = new StubRequest();

	private final StubResponse response = new StubResponse();

	@Benchmark
	public int plain() throws IOException, ServletException {
		recycle();
		this.chain.doFilter(this.request, this.response);
		return this.response.getWritten();
	}

	@Benchmark
	public int filtered() throws IOException, ServletException {
		recycle();
		this.filter.doFilter(this.request, this.response, this.chain);
		return this.response.getWritten();
	}

	private void recycle() {
		this.request.recycle();
		this.response.recycle();
	}

}
