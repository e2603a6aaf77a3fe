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

package io.github.shutdownspringboot.benchmarks.stub;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.mock.web.MockHttpServletResponse;

/**
 * As little of a response as applications need; copies to a buffer, as containers do.
 */
public final class StubResponse extends HttpServletResponseWrapper {

	private final Output output = new Output();

	private @Nullable String contentType;

	public StubResponse() {
		super(new MockHttpServletResponse());
	}

	/**
	 * Forget the last use.
	 */
	public void recycle() {
		this.contentType = null;
		this.output.written = 0;
	}

	public int getWritten() {
		return this.output.written;
	}

	@Override
	public void setContentType(@Nullable String type) {
		this.contentType = type;
	}

	@Override
	public @Nullable String getContentType() {
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
