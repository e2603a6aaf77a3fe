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

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

/**
 * The output stream of a response that is a stream or may still become one.
 */
final class StreamAwareOutputStream extends ServletOutputStream {

	private final StreamAwareResponse response;

	private final ServletOutputStream delegate;

	StreamAwareOutputStream(StreamAwareResponse response, ServletOutputStream delegate) {
		this.response = response;
		this.delegate = delegate;
	}

	@Override
	public void write(int value) throws IOException {
		ServletStream stream = this.response.getStream();
		if (stream != null) {
			stream.write(new byte[] { (byte) value }, 0, 1, () -> this.delegate.write(value));
		}
		else {
			this.delegate.write(value);
		}
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		ServletStream stream = this.response.getStream();
		if (stream != null) {
			stream.write(bytes, offset, length, () -> this.delegate.write(bytes, offset, length));
		}
		else {
			this.delegate.write(bytes, offset, length);
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

	@Override
	public boolean isReady() {
		return this.delegate.isReady();
	}

	@Override
	public void setWriteListener(WriteListener listener) {
		this.delegate.setWriteListener(listener);
	}

}
