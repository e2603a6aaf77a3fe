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

import io.github.shutdownspringboot.http.StreamMediaTypes;
import io.github.shutdownspringboot.http.servlet.BeginAwareResponse;
import io.github.shutdownspringboot.http.servlet.TrackedRequest;
import io.github.shutdownspringboot.streams.StreamDetails;
import io.github.shutdownspringboot.streams.StreamRegistry;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a response is a stream, by its content type, and if so has all that
 * is written go through a {@link ServletStream}.
 */
final class StreamAwareResponse extends HttpServletResponseWrapper {

	private final StreamRegistry registry;

	private final StreamMediaTypes mediaTypes;

	private final TrackedRequest tracked;

	private final HttpServletRequest request;

	private final @Nullable BeginAwareResponse beginAware;

	private volatile @Nullable ServletStream stream;

	private boolean encoded;

	private @Nullable ServletOutputStream outputStream;

	private @Nullable PrintWriter containerWriter;

	private @Nullable PrintWriter writer;

	StreamAwareResponse(StreamRegistry registry, StreamMediaTypes mediaTypes, TrackedRequest tracked,
			HttpServletRequest request, HttpServletResponse response) {
		super((response instanceof BeginAwareResponse wrapper) ? (HttpServletResponse) wrapper.getResponse()
				: response);
		this.beginAware = (response instanceof BeginAwareResponse wrapper) ? wrapper : null;
		this.registry = registry;
		this.mediaTypes = mediaTypes;
		this.tracked = tracked;
		this.request = request;
	}

	/**
	 * Return whether a response is this one, as the application has it.
	 * @param response the response
	 * @return whether what is written to it comes through here
	 */
	boolean isBehind(ServletResponse response) {
		return response == this || (response instanceof ServletResponseWrapper wrapper && wrapper.isWrapperFor(this));
	}

	@Nullable ServletStream getStream() {
		return this.stream;
	}

	/**
	 * The container is about to finish the response.
	 */
	void finish() {
		ServletStream stream = this.stream;
		if (stream != null) {
			stream.finish();
		}
	}

	/**
	 * The application goes on with the response asynchronously.
	 */
	void leftToAsync() {
		ServletStream stream = this.stream;
		if (stream != null) {
			stream.leftToAsync();
		}
	}

	private void mayBegin() {
		if (this.beginAware != null) {
			this.beginAware.mayBegin();
		}
	}

	private void contentTypeIs(@Nullable String contentType) {
		String mediaType = this.mediaTypes.find(contentType);
		if ((mediaType == null && this.stream == null) || isCommitted()) {
			return;
		}
		// A response with a length comes to its end by itself, and has no room for more
		if (mediaType == null || containsHeader("Content-Length")) {
			cancelStream();
		}
		else if (this.stream == null) {
			ServletStream stream = new ServletStream(this.registry, StreamDetails.of(mediaType, this.tracked.getHead()),
					this.tracked.getInFlight(), this.request, (HttpServletResponse) getResponse(),
					this.containerWriter);
			stream.setEncoded(this.encoded);
			this.stream = stream;
		}
	}

	private void contentLengthIs(boolean known) {
		if (!known || this.stream != null) {
			contentTypeIs(getContentType());
		}
	}

	private void cancelStream() {
		ServletStream stream = this.stream;
		if (stream != null) {
			stream.cancel();
			this.stream = null;
		}
	}

	private void headerIs(String name, @Nullable String value) {
		if (name.length() == 12 && name.equalsIgnoreCase("Content-Type")) {
			contentTypeIs(value);
		}
		else if (name.length() == 14 && name.equalsIgnoreCase("Content-Length")) {
			contentLengthIs(value != null);
		}
		else if (name.length() == 16 && name.equalsIgnoreCase("Content-Encoding")) {
			contentEncodingIs(value);
		}
	}

	private void contentEncodingIs(@Nullable String encoding) {
		// What the container compresses is not told here
		this.encoded = (encoding != null && !encoding.isEmpty() && !encoding.equalsIgnoreCase("identity"));
		ServletStream stream = this.stream;
		if (stream != null) {
			stream.setEncoded(this.encoded);
		}
	}

	@Override
	public void setContentLength(int length) {
		super.setContentLength(length);
		contentLengthIs(length >= 0);
	}

	@Override
	public void setContentLengthLong(long length) {
		super.setContentLengthLong(length);
		contentLengthIs(length >= 0);
	}

	@Override
	public void setContentType(@Nullable String type) {
		super.setContentType(type);
		contentTypeIs(type);
	}

	@Override
	public void setHeader(String name, @Nullable String value) {
		super.setHeader(name, value);
		headerIs(name, value);
	}

	@Override
	public void addHeader(String name, @Nullable String value) {
		super.addHeader(name, value);
		headerIs(name, value);
	}

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		ServletOutputStream outputStream = this.outputStream;
		if (outputStream == null) {
			mayBegin();
			outputStream = super.getOutputStream();
			if (mayBecomeStream()) {
				outputStream = new StreamAwareOutputStream(this, outputStream);
			}
			this.outputStream = outputStream;
		}
		return outputStream;
	}

	@Override
	public PrintWriter getWriter() throws IOException {
		PrintWriter writer = this.writer;
		if (writer == null) {
			mayBegin();
			writer = super.getWriter();
			this.containerWriter = writer;
			ServletStream stream = this.stream;
			if (stream != null) {
				stream.setWriter(writer);
			}
			if (mayBecomeStream()) {
				writer = new StreamAwareWriter(this, writer);
			}
			this.writer = writer;
		}
		return writer;
	}

	private boolean mayBecomeStream() {
		return this.stream != null || getContentType() == null;
	}

	@Override
	public void flushBuffer() throws IOException {
		mayBegin();
		ServletStream stream = this.stream;
		if (stream != null) {
			stream.flush(super::flushBuffer);
		}
		else {
			super.flushBuffer();
		}
	}

	@Override
	public void sendError(int status) throws IOException {
		mayBegin();
		super.sendError(status);
	}

	@Override
	public void sendError(int status, String message) throws IOException {
		mayBegin();
		super.sendError(status, message);
	}

	@Override
	public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
		mayBegin();
		super.sendRedirect(location, status, clearBuffer);
	}

	@Override
	public void sendRedirect(String location, int status) throws IOException {
		mayBegin();
		super.sendRedirect(location, status);
	}

	@Override
	public void sendRedirect(String location, boolean clearBuffer) throws IOException {
		mayBegin();
		super.sendRedirect(location, clearBuffer);
	}

	@Override
	public void sendRedirect(String location) throws IOException {
		mayBegin();
		super.sendRedirect(location);
	}

	@Override
	public void reset() {
		super.reset();
		cancelStream();
		this.encoded = false;
		this.outputStream = null;
		this.containerWriter = null;
		this.writer = null;
	}

}
