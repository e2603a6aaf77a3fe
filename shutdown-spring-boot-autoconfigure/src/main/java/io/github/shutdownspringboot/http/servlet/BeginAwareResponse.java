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

package io.github.shutdownspringboot.http.servlet;

import java.io.IOException;
import java.io.PrintWriter;

import io.github.shutdownspringboot.coordinator.Internal;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/**
 * A response that does something before it begins, and nothing else. What is asked of a
 * response, and that is a lot, goes through each wrapper on the way: so a wrapper that is
 * put round this one may be put {@link #getResponse() round the response itself}, if it
 * calls {@link #mayBegin()} in its place.
 *
 * @since 0.1.0
 */
@Internal
public abstract class BeginAwareResponse extends HttpServletResponseWrapper {

	protected BeginAwareResponse(HttpServletResponse response) {
		super(response);
	}

	/**
	 * Called each time before the response may begin.
	 */
	public abstract void mayBegin();

	@Override
	public final ServletOutputStream getOutputStream() throws IOException {
		mayBegin();
		return super.getOutputStream();
	}

	@Override
	public final PrintWriter getWriter() throws IOException {
		mayBegin();
		return super.getWriter();
	}

	@Override
	public final void flushBuffer() throws IOException {
		mayBegin();
		super.flushBuffer();
	}

	@Override
	public final void sendError(int status) throws IOException {
		mayBegin();
		super.sendError(status);
	}

	@Override
	public final void sendError(int status, String message) throws IOException {
		mayBegin();
		super.sendError(status, message);
	}

	@Override
	public final void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
		mayBegin();
		super.sendRedirect(location, status, clearBuffer);
	}

	@Override
	public final void sendRedirect(String location, int status) throws IOException {
		mayBegin();
		super.sendRedirect(location, status);
	}

	@Override
	public final void sendRedirect(String location, boolean clearBuffer) throws IOException {
		mayBegin();
		super.sendRedirect(location, clearBuffer);
	}

	@Override
	public final void sendRedirect(String location) throws IOException {
		mayBegin();
		super.sendRedirect(location);
	}

}
