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

import java.io.EOFException;
import java.io.IOException;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.streams.EventBoundary;
import io.github.shutdownspringboot.streams.StreamGate;
import io.github.shutdownspringboot.streams.StreamRegistry;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A response that is an event stream, on its way through a servlet container. All bytes
 * of the application pass through here, and the termination events past it, to the stream
 * of the container.
 */
final class ServletStream {

	private static final Logger logger = LoggerFactory.getLogger(ServletStream.class);

	private final StreamRegistry registry;

	private final InFlight inFlight;

	private final HttpServletRequest request;

	private final HttpServletResponse response;

	private final StreamGate gate;

	/**
	 * Touched only by whoever the gate lets in.
	 */
	private final EventBoundary boundary = new EventBoundary();

	ServletStream(StreamRegistry registry, InFlight inFlight, HttpServletRequest request,
			HttpServletResponse response) {
		this.registry = registry;
		this.inFlight = inFlight;
		this.request = request;
		this.response = response;
		this.gate = registry.open(inFlight, this::end);
	}

	void write(ServletOutputStream output, byte[] bytes, int offset, int length) throws IOException {
		enter();
		try {
			output.write(bytes, offset, length);
			this.boundary.accept(bytes, offset, length);
		}
		finally {
			this.gate.leave(this.boundary.isAtBoundary());
		}
	}

	void write(ServletOutputStream output, int value) throws IOException {
		enter();
		try {
			output.write(value);
			this.boundary.accept((byte) value);
		}
		finally {
			this.gate.leave(this.boundary.isAtBoundary());
		}
	}

	void flush(ServletOutputStream output) throws IOException {
		// What was written before the end has been flushed by the end
		if (this.gate.enter()) {
			try {
				output.flush();
			}
			finally {
				this.gate.leave(this.boundary.isAtBoundary());
			}
		}
	}

	void close(ServletOutputStream output) throws IOException {
		finish();
		output.close();
	}

	private void enter() throws EOFException {
		if (!this.gate.enter()) {
			// To the application it is as if its client had left, which is what Spring
			// takes an EOFException for
			throw new EOFException("The stream was ended by the shutdown of the server");
		}
	}

	/**
	 * The response turns out to be no stream after all.
	 */
	void cancel() {
		finish();
		this.registry.cancel(this.inFlight, this.gate);
	}

	/**
	 * The container is about to finish the response and to use its objects for another
	 * one: nobody may touch them any more.
	 */
	void finish() {
		this.gate.finish(this.registry.getWriteTimeout());
	}

	/**
	 * The thread that began the request leaves the application, which goes on with the
	 * response asynchronously. If the stream was ended before the application had begun
	 * to do so, nobody has completed it yet.
	 */
	void leftToAsync() {
		this.gate.headIsComplete();
		if (this.gate.awaitEnd(this.registry.getWriteTimeout())) {
			complete();
		}
	}

	private boolean end(boolean torn) {
		boolean sent = send(torn);
		complete();
		return sent;
	}

	private boolean send(boolean torn) {
		try {
			ServletOutputStream output = this.response.getOutputStream();
			output
				.write(torn ? this.registry.getEvents().toBytesAfterTornEvent() : this.registry.getEvents().toBytes());
			output.flush();
			output.close();
			return true;
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("A stream could not be told goodbye: its client has left", ex);
			return false;
		}
	}

	private void complete() {
		try {
			if (this.request.isAsyncStarted()) {
				this.request.getAsyncContext().complete();
			}
		}
		catch (IllegalStateException ex) {
			logger.debug("A stream was completed by its application at the same time", ex);
		}
	}

}
