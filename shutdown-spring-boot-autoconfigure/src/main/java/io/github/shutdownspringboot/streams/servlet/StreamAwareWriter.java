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
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * The writer of a response that is a stream or may still become one: that of the
 * container, with a gate in front of it. The application of a stream that was ended gets
 * an exception, against the custom of {@link PrintWriter}: many a loop never calls
 * {@link #checkError()} and would hold the shutdown.
 */
final class StreamAwareWriter extends PrintWriter {

	private final StreamAwareResponse response;

	private final PrintWriter delegate;

	StreamAwareWriter(StreamAwareResponse response, PrintWriter delegate) {
		super(new GatedWriter(response, delegate));
		this.response = response;
		this.delegate = delegate;
	}

	@Override
	public boolean checkError() {
		ServletStream stream = this.response.getStream();
		return super.checkError() || ((stream != null) ? stream.hasFailed(this.delegate) : this.delegate.checkError());
	}

	/**
	 * Lets what is written through the gate of the stream.
	 */
	private static final class GatedWriter extends Writer {

		private final StreamAwareResponse response;

		private final PrintWriter delegate;

		GatedWriter(StreamAwareResponse response, PrintWriter delegate) {
			this.response = response;
			this.delegate = delegate;
		}

		@Override
		public void write(char[] characters, int offset, int length) {
			ServletStream stream = this.response.getStream();
			if (stream == null) {
				this.delegate.write(characters, offset, length);
				return;
			}
			// What a character that is cut in two becomes matters to no boundary
			byte[] bytes = new String(characters, offset, length).getBytes(StandardCharsets.UTF_8);
			try {
				stream.write(bytes, 0, bytes.length, () -> this.delegate.write(characters, offset, length));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public void flush() throws IOException {
			ServletStream stream = this.response.getStream();
			if (stream != null) {
				stream.flush(this.delegate::flush);
			}
			else {
				this.delegate.flush();
			}
		}

		@Override
		public void close() throws IOException {
			ServletStream stream = this.response.getStream();
			if (stream != null) {
				stream.close(this.delegate::close);
			}
			else {
				this.delegate.close();
			}
		}

	}

}
