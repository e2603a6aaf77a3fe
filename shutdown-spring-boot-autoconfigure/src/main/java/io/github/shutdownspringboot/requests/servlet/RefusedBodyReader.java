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

import io.github.shutdownspringboot.requests.RefusedBodies;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a refused request, as it comes in and without a thread that waits for
 * it, and throws it away.
 */
final class RefusedBodyReader implements ReadListener {

	private final ServletInputStream input;

	private final AsyncContext async;

	private final ServletExchange exchange;

	private final RefusedBodies bodies;

	private final byte[] buffer = new byte[8192];

	private volatile RefusedBodies.@Nullable Body body;

	private RefusedBodyReader(ServletInputStream input, AsyncContext async, ServletExchange exchange,
			RefusedBodies bodies) {
		this.input = input;
		this.async = async;
		this.exchange = exchange;
		this.bodies = bodies;
	}

	static void read(HttpServletRequest request, ServletExchange exchange, RefusedBodies bodies) throws IOException {
		ServletInputStream input = request.getInputStream();
		AsyncContext async = request.startAsync();
		// The body has a time limit of its own
		async.setTimeout(0);
		RefusedBodyReader reader = new RefusedBodyReader(input, async, exchange, bodies);
		input.setReadListener(reader);
		if (!exchange.callReader()) {
			reader.begin();
		}
	}

	private RefusedBodies.Body begin() {
		RefusedBodies.Body body = this.body;
		if (body == null) {
			body = this.bodies.begin(this::giveUp);
			this.body = body;
		}
		return body;
	}

	@Override
	public void onDataAvailable() throws IOException {
		RefusedBodies.Body body = begin();
		// On a request that is complete Tomcat would read and wait
		while (!body.isOver() && this.input.isReady() && !this.input.isFinished()) {
			body.received(Math.max(0, this.input.read(this.buffer)));
		}
	}

	@Override
	public void onAllDataRead() {
		end();
	}

	@Override
	public void onError(Throwable ex) {
		// The client has left
		end();
	}

	private void end() {
		RefusedBodies.Body body = this.body;
		if (body != null) {
			body.end();
		}
		complete();
	}

	private void giveUp() {
		this.exchange.unwanted();
		complete();
	}

	private void complete() {
		try {
			this.async.complete();
		}
		catch (IllegalStateException ex) {
			// It is complete
		}
	}

}
