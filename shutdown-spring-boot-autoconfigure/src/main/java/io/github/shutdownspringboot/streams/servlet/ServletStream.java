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
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.streams.StreamDetails;
import io.github.shutdownspringboot.streams.StreamEnding;
import io.github.shutdownspringboot.streams.StreamGate;
import io.github.shutdownspringboot.streams.StreamRegistry;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A response that is a stream, on its way through a servlet container. What the
 * application writes passes through here, and the termination events past it, to the
 * output of the container.
 */
final class ServletStream implements StreamEnding {

	private static final Logger logger = LoggerFactory.getLogger(ServletStream.class);

	private final StreamRegistry registry;

	private final InFlight inFlight;

	private final HttpServletRequest request;

	private final HttpServletResponse response;

	private final ConnectionCutter connectionCutter;

	private final StreamGate gate;

	/**
	 * The writer of the container, if the application has asked for that instead of the
	 * output stream.
	 */
	private volatile @Nullable PrintWriter writer;

	private volatile boolean encoded;

	private volatile boolean sent;

	/**
	 * Make one.
	 * @param registry where it is registered
	 * @param details what is known of it
	 * @param inFlight what it is tracked as
	 * @param request the request
	 * @param response the response, as it was before the application got it
	 * @param writer the writer of the container, if the application has got one
	 */
	ServletStream(StreamRegistry registry, StreamDetails details, InFlight inFlight, HttpServletRequest request,
			HttpServletResponse response, @Nullable PrintWriter writer) {
		this.registry = registry;
		this.inFlight = inFlight;
		this.request = request;
		this.response = response;
		this.writer = writer;
		this.connectionCutter = ConnectionCutter.of(request);
		this.gate = registry.open(details, inFlight, this);
	}

	void setWriter(PrintWriter writer) {
		this.writer = writer;
	}

	/**
	 * The application has set the content encoding of the response, or taken it back.
	 * @param encoded whether it encodes the stream itself
	 */
	void setEncoded(boolean encoded) {
		this.encoded = encoded;
	}

	/**
	 * Let the application write.
	 * @param bytes holds what it writes, or what stands for it at the boundaries of
	 * messages
	 * @param offset the index of the first byte
	 * @param length how many they are
	 * @param output writes it
	 * @throws StreamEndedException if the stream has ended
	 * @throws IOException if it cannot be written
	 */
	void write(byte[] bytes, int offset, int length, Output output) throws IOException {
		if (!this.gate.enter()) {
			throw new StreamEndedException();
		}
		try {
			output.write();
			this.gate.accept(bytes, offset, length);
		}
		finally {
			this.gate.leave();
		}
	}

	/**
	 * Let the application flush what it has written.
	 * @param output flushes it
	 * @throws IOException if it cannot be written
	 */
	void flush(Output output) throws IOException {
		// What was written before the end has been flushed by the end
		if (this.gate.enter()) {
			try {
				output.write();
			}
			finally {
				this.gate.leave();
			}
		}
	}

	/**
	 * Let the application look for errors.
	 * @param writer the writer of the container
	 * @return whether there is no use in writing any more
	 */
	boolean hasFailed(PrintWriter writer) {
		// A writer that the container has taken back must not be asked
		if (!this.gate.enter()) {
			return true;
		}
		try {
			return writer.checkError();
		}
		finally {
			this.gate.leave();
		}
	}

	/**
	 * Let the application close the stream.
	 * @param output closes it
	 * @throws IOException if it cannot be written
	 */
	void close(Output output) throws IOException {
		finish();
		output.write();
	}

	/**
	 * The response turns out to be no stream after all.
	 */
	void cancel() {
		finish();
		this.registry.cancel(this.inFlight);
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

	@Override
	public boolean isEncoded() {
		return this.encoded;
	}

	@Override
	public boolean send(String lastWords) {
		this.sent = write(lastWords);
		return this.sent;
	}

	private boolean write(String lastWords) {
		try {
			PrintWriter writer = this.writer;
			if (writer != null) {
				writer.write(lastWords);
				writer.flush();
				writer.close();
				return !writer.checkError();
			}
			ServletOutputStream output = this.response.getOutputStream();
			output.write(lastWords.getBytes(StandardCharsets.UTF_8));
			output.flush();
			output.close();
			return true;
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("A stream could not be told goodbye: its client has left", ex);
			return false;
		}
	}

	@Override
	public void complete() {
		try {
			if (this.request.isAsyncStarted()) {
				this.request.getAsyncContext().complete();
			}
		}
		catch (IllegalStateException ex) {
			logger.debug("A stream was completed by its application at the same time", ex);
		}
	}

	@Override
	public boolean isSent() {
		return this.sent;
	}

	@Override
	public boolean cut() {
		this.connectionCutter.cut();
		return this.connectionCutter.wakesWriter();
	}

	@Override
	public void writerIsFree() {
		this.connectionCutter.writerIsFree(this.response, this::complete);
	}

	/**
	 * Writes to the container.
	 */
	@FunctionalInterface
	interface Output {

		void write() throws IOException;

	}

}
